use super::{Refusal, lines, text};
use model::tasks::bulk::{Bulk, BulkForm, TableLine};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

const HEAD: [&str; 4] = ["TT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"];

fn words(sheet: &mut Worksheet, row: u32, cells: &[&str]) {
    for (column, cell) in (0_u16..).zip(cells) {
        sheet.write_string(row, column, *cell).expect("cell");
    }
}

fn saved(mut book: Workbook) -> Vec<u8> {
    book.save_to_buffer().expect("workbook")
}

fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        writer.start_file(*name, SimpleFileOptions::default()).expect("entry");
        writer.write_all(content).expect("content");
    }
    writer.finish().expect("archive").into_inner()
}

fn bulk(lines: Vec<TableLine>) -> Bulk {
    let form = BulkForm { source_kind: "meeting".into(), number: "245/TB-UBND".into(), ..BulkForm::default() };
    form.validate(Some(lines)).expect("table")
}

/// Line, content, lead unit and due date of every row.
fn rows(bytes: &[u8]) -> Vec<(usize, String, String, String)> {
    bulk(lines(bytes).expect("read")).rows.into_iter().map(|row| (row.line, row.title, row.lead, row.due)).collect()
}

fn row(line: usize, title: &str, lead: &str, due: &str) -> (usize, String, String, String) {
    (line, title.to_owned(), lead.to_owned(), due.to_owned())
}

#[test]
fn encodings() {
    assert_eq!(text("Hạn".as_bytes()).as_deref(), Some("Hạn"));
    let wide: Vec<u8> = [0xfeff_u16].into_iter().chain("Hạn".encode_utf16()).flat_map(u16::to_le_bytes).collect();
    assert_eq!(text(&wide).as_deref(), Some("Hạn"));
    assert_eq!(text(b"H\xe1n"), None);
    assert_eq!(lines(b"H\xe1n").expect_err("refused"), Refusal::Encoding);
    assert_eq!(rows("Nội dung;Chủ trì;Hạn\nA;B;C\n".as_bytes()), [row(2, "A", "B", "C")]);
}

/// The first visible sheet with a heading; days of Excel, typed days, the stored value of a formula; a cell far away is no harm.
#[test]
fn a_workbook() {
    let mut book = Workbook::new();
    words(book.add_worksheet(), 0, &["Ghi chép", "không phải bảng"]);
    let hidden = book.add_worksheet();
    words(hidden, 0, &HEAD);
    words(hidden, 1, &["1", "Bản nháp", "Sở Tư pháp", "01/12/2026"]);
    hidden.set_hidden(true);
    let sheet = book.add_worksheet();
    words(sheet, 0, &["PHỤ LỤC"]);
    words(sheet, 2, &HEAD);
    let day = Format::new().set_num_format("dd/mm/yyyy");
    sheet.write_number(3, 0, 1).expect("number");
    words(sheet, 3, &["1", "Rà soát quy hoạch", "Sở Nội vụ"]);
    sheet.write_datetime_with_format(3, 3, ExcelDateTime::from_ymd(2026, 12, 1).expect("day"), &day).expect("day");
    words(sheet, 5, &["2", "Lập kế hoạch", "Sở Tư pháp", "28/11/2026"]);
    sheet.write_formula(6, 1, Formula::new("=A1&\"x\"").set_result("Kiểm tra việc thực hiện")).expect("formula");
    words(sheet, 6, &["3"]);
    sheet.write_string(6, 2, "Sở Tài chính").expect("cell");
    sheet.write_formula_with_format(6, 3, Formula::new("=D4+1").set_result("46358"), &day).expect("formula");
    sheet.write_string(1_048_575, 16_383, "xa").expect("cell");
    let expected = [
        row(4, "Rà soát quy hoạch", "Sở Nội vụ", "01/12/2026"),
        row(6, "Lập kế hoạch", "Sở Tư pháp", "28/11/2026"),
        row(7, "Kiểm tra việc thực hiện", "Sở Tài chính", "02/12/2026"),
    ];
    assert_eq!(rows(&saved(book)), expected);
}

/// A cell that spans rows counts for each of them that has other cells.
#[test]
fn merged_cells() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    words(sheet, 0, &HEAD);
    sheet.merge_range(1, 2, 3, 2, "Sở Nội vụ", &Format::new()).expect("merged");
    for (line, title) in [(1, "Rà soát quy hoạch"), (2, "Lập kế hoạch")] {
        words(sheet, line, &["", title]);
        sheet.write_string(line, 3, "01/12/2026").expect("cell");
    }
    let expected = [row(2, "Rà soát quy hoạch", "Sở Nội vụ", "01/12/2026"), row(3, "Lập kế hoạch", "Sở Nội vụ", "01/12/2026")];
    assert_eq!(rows(&saved(book)), expected);
}

fn word(table: &str) -> Vec<u8> {
    let xml = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"w\"><w:body>{table}</w:body></w:document>");
    archive(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", xml.as_bytes())])
}

fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>")
}

fn table(rows: &[&[&str]]) -> String {
    let cells = |cells: &[&str]| cells.iter().map(|cell| format!("<w:tc><w:tcPr/>{}</w:tc>", paragraph(cell))).collect::<String>();
    let rows: String = rows.iter().map(|row| format!("<w:tr>{}</w:tr>", cells(row))).collect();
    format!("<w:tbl><w:tblPr/>{rows}</w:tbl>")
}

/// The table under the letterhead; entities, several paragraphs, deleted words, a table inside a cell.
#[test]
fn a_document() {
    let letterhead = table(&[&["ỦY BAN NHÂN DÂN TỈNH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]]);
    let body = table(&[
        &HEAD,
        &["1", "Rà soát A &amp; B&#7841;</w:t></w:r><w:r><w:delText>bỏ</w:delText></w:r><w:r><w:t> xong", "Sở Nội vụ", "01/12/2026"],
        &["", "", "", ""],
        &["2", "Lập", "Sở Tư pháp", "28/11/2026"],
    ]);
    let two = body.replace(&paragraph("Lập"), &format!("{}{}", paragraph("Lập"), table(&[&["kế hoạch", "năm"]])));
    let expected = [row(2, "Rà soát A & Bạ xong", "Sở Nội vụ", "01/12/2026"), row(4, "Lập kế hoạch năm", "Sở Tư pháp", "28/11/2026")];
    assert_eq!(rows(&word(&format!("{letterhead}{}{two}{}", paragraph("PHỤ LỤC"), table(&[&HEAD, &["1", "Sau", "Sau", "Sau"]])))), expected);
    assert_eq!(lines(&word(&paragraph("Không có bảng"))).expect_err("refused"), Refusal::NoTable);
}

/// A cell that spans columns keeps the others in their places; one that spans rows counts for each of them.
#[test]
fn cells_that_span() {
    let merged = |value: &str, text: &str| format!("<w:tc><w:tcPr><w:vMerge{value}/></w:tcPr>{}</w:tc>", paragraph(text));
    let cell = |text: &str| format!("<w:tc>{}</w:tc>", paragraph(text));
    let wide = format!("<w:tc><w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr>{}</w:tc>", paragraph("Lập kế hoạch"));
    let heading = ["Nội dung", "Sản phẩm", "Chủ trì", "Hạn"].map(cell).concat();
    let first = [cell("Rà soát"), cell("Báo cáo"), merged(" w:val=\"restart\"", "Sở Nội vụ"), cell("01/12/2026")].concat();
    let second = [wide, merged("", ""), cell("02/12/2026")].concat();
    let file = word(&format!("<w:tbl><w:tr>{heading}</w:tr><w:tr>{first}</w:tr><w:tr>{second}</w:tr></w:tbl>"));
    assert_eq!(rows(&file), [row(2, "Rà soát", "Sở Nội vụ", "01/12/2026"), row(3, "Lập kế hoạch", "Sở Nội vụ", "02/12/2026")]);
}

fn open_document(rows: &str, manifest: &str) -> Vec<u8> {
    let xml = format!("<office:document-content><office:spreadsheet><table:table>{rows}</table:table></office:spreadsheet></office:document-content>");
    archive(&[("content.xml", xml.as_bytes()), ("META-INF/manifest.xml", manifest.as_bytes())])
}

/// Days, repeated cells and rows, notes; a file that repeats a row a million times is no table of a million rows.
#[test]
fn an_open_document() {
    let cell = |text: &str| format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>");
    let day = "<table:table-cell office:value-type=\"date\" office:date-value=\"2026-12-01\"><text:p>1 thg 12</text:p></table:table-cell>";
    let noted = "<table:table-cell><office:annotation><text:p>ghi chú</text:p></office:annotation><text:p>Rà<text:s/>soát</text:p></table:table-cell>";
    let rows_of = format!(
        "<table:table-row>{}</table:table-row>\
         <table:table-row table:number-rows-repeated=\"2\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>\
         <table:table-row>{}{noted}{}{day}</table:table-row>\
         <table:table-row table:number-rows-repeated=\"1048576\">{}<table:table-cell table:number-columns-repeated=\"2\"><text:p>Sở Tư pháp</text:p></table:table-cell>{}</table:table-row>",
        HEAD.map(cell).concat(),
        cell("1"),
        cell("Sở Nội vụ"),
        cell("2"),
        cell("28/11/2026"),
    );
    let expected = [row(4, "Rà soát", "Sở Nội vụ", "01/12/2026"), row(5, "Sở Tư pháp", "Sở Tư pháp", "28/11/2026")];
    assert_eq!(rows(&open_document(&rows_of, "<manifest/>")), expected);
    let locked = open_document("", "<manifest:encryption-data/>");
    assert_eq!(lines(&locked).expect_err("refused"), Refusal::Locked);
}

/// LibreOffice hides a sheet by the style of its table; a hidden column or a style of another kind hides none.
#[test]
fn a_hidden_sheet_of_an_open_document() {
    let style = |name: &str, family: &str, display: &str| {
        format!("<style:style style:name=\"{name}\" style:family=\"{family}\"><style:table-properties table:display=\"{display}\"/></style:style>")
    };
    let styles = [style("ta1", "table", "true"), style("ta2", "table", "false"), style("ta3", "table-column", "false")].concat();
    let cells = |cells: &[&str]| cells.iter().map(|cell| format!("<table:table-cell><text:p>{cell}</text:p></table:table-cell>")).collect::<String>();
    let sheet = |style: &str, title: &str| {
        let (head, row) = (cells(&HEAD), cells(&["1", title, "Sở Nội vụ", "01/12/2026"]));
        let rows = [head, row].map(|cells| format!("<table:table-row>{cells}</table:table-row>")).concat();
        format!("<table:table table:style-name=\"{style}\">{rows}</table:table>")
    };
    let file = |sheets: &[String]| {
        let (styles, sheets) = (format!("<office:automatic-styles>{styles}</office:automatic-styles>"), sheets.concat());
        let xml = format!("<office:document-content>{styles}<office:spreadsheet>{sheets}</office:spreadsheet></office:document-content>");
        archive(&[("content.xml", xml.as_bytes())])
    };
    let (hidden, shown) = (sheet("ta2", "Bản nháp"), sheet("ta1", "Rà soát quy hoạch"));
    assert_eq!(rows(&file(&[hidden.clone(), shown])), [row(2, "Rà soát quy hoạch", "Sở Nội vụ", "01/12/2026")]);
    assert_eq!(rows(&file(&[hidden.clone(), sheet("ta3", "Lập kế hoạch")])), [row(2, "Lập kế hoạch", "Sở Nội vụ", "01/12/2026")]);
    assert_eq!(lines(&file(&[hidden])).expect_err("refused"), Refusal::NoTable);
}

/// What cannot be read is refused with what to do; nothing takes more memory than the limits say.
#[test]
fn files_that_are_refused() {
    let refused = |bytes: &[u8]| lines(bytes).expect_err("refused");
    let mut book = Workbook::new();
    words(book.add_worksheet(), 0, &HEAD);
    let whole = saved(book);
    assert_eq!(refused(&whole[..whole.len() / 2]), Refusal::Broken);
    assert_eq!(refused(b"PK\x03\x04"), Refusal::Broken);
    assert_eq!(refused(&archive(&[("word/document.xml", b"<w:tbl><w:tr></w:tbl>")])), Refusal::Broken);
    assert_eq!(refused(&archive(&[("xl/workbook.xml", b"<workbook"), ("xl/sheet.xml", b"")])), Refusal::Broken);
    assert_eq!(refused(&archive(&[("anh.png", b"x")])), Refusal::OtherKind);
    assert_eq!(refused(b"%PDF-1.7"), Refusal::OtherKind);
    let old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    assert_eq!(refused(&old), Refusal::Old);
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(refused(&[old, name].concat()), Refusal::Locked);
    assert_eq!(refused(&archive(&[("word/document.xml", b"<w:p/>"), ("word/media/1", &vec![0; 65 << 20])])), Refusal::Grows);
}

/// Few bytes that name a long text again and again; more rows than a table may have.
#[test]
fn tables_that_are_too_large() {
    let sheet = |rows: u32, title: &str| {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        words(sheet, 0, &HEAD);
        (1..=rows).for_each(|row| words(sheet, row, &["1", title, "Sở Nội vụ", "01/12/2026"]));
        lines(&saved(book))
    };
    assert_eq!(sheet(500, &"x".repeat(30_000)).expect_err("refused"), Refusal::Grows);
    assert_eq!(sheet(5_100, "Rà soát quy hoạch").expect_err("refused"), Refusal::TooLong);
    assert_eq!(bulk(sheet(5_000, "Rà soát quy hoạch").expect("read")).rows.len(), 5_000);
}

/// What a workbook says of itself is not believed: room for so many strings would end the process.
#[test]
fn a_workbook_that_claims_too_much() {
    let sheets = |n: usize| format!("<workbook><sheets>{}</sheets></workbook>", "<sheet name=\"a\" r:id=\"rId1\"/>".repeat(n));
    let refused = |name: &str, part: &str| {
        let workbook = sheets(1);
        lines(&archive(&[("xl/workbook.xml", workbook.as_bytes()), (name, part.as_bytes())])).expect_err("refused")
    };
    assert_eq!(refused("xl/sharedStrings.xml", "<sst uniqueCount=\"10000000000000\"><si><t>a</t></si></sst>"), Refusal::Grows);
    assert_eq!(refused("XL/SHAREDSTRINGS.XML", "<sst count=\"3\" uniqueCount=\" 600000 \"/>"), Refusal::Grows);
    assert_eq!(refused("xl/styles.xml", &format!("<styleSheet><cellXfs>{}</cellXfs></styleSheet>", "<xf fontId=\"0\"/>".repeat(20_001))), Refusal::Grows);
    assert_eq!(
        refused("xl/styles.xml", &format!("<styleSheet><fonts><font><name val=\"{}\"/></font></fonts></styleSheet>", "x".repeat(1_001))),
        Refusal::Grows
    );
    assert_eq!(lines(&archive(&[("xl/workbook.xml", sheets(31).as_bytes())])).expect_err("refused"), Refusal::Grows);
    assert_eq!(lines("x\n".repeat(60_001).as_bytes()).expect_err("refused"), Refusal::TooLong);
    assert_eq!(lines(",".repeat(5_001).as_bytes()).expect_err("refused"), Refusal::Grows);
}
