//! The design system of Một Cổng: every part of a page as a server-rendered component.
//!
//! - One file per component; its class is the file's name with the prefix `p-` (BEM), and its looks are in
//!   the SCSS file of the same name.
//! - Components take plain values and hold no state: links, GET forms, POST forms and `details` do the work.
//! - Words follow the design specification: verbs with objects on buttons, an icon never without a word,
//!   numbers as links with their denominator and time.
//! - The framework does not escape `<textarea>` and `<title>` on the server: [`TextArea`] and [`PageTitle`] do.
//!   [`SafeHtml`] is the only place for ready HTML.

mod accordion;
mod attachment;
mod avatar;
mod banner;
mod bar_chart;
mod bottom_bar;
mod breadcrumb;
mod bucket_table;
mod button;
mod checkboxes;
mod choices;
mod class;
mod compose_button;
mod confirmation_panel;
mod count_pill;
mod date_input;
mod dialog;
mod due_badge;
mod due_calendar;
mod empty_state;
mod error_summary;
mod facts;
mod field;
mod figure;
mod file_upload;
mod filter_bar;
mod flash;
mod footer;
pub mod form;
mod four_actions;
mod header;
pub mod icon;
pub mod layout;
mod legend;
mod line_chart;
mod list_row;
mod loading;
mod mark;
mod org_breadcrumb;
mod page_title;
mod pagination;
mod print_header;
mod radios;
mod receipt_row;
mod refused;
mod safe_html;
mod search_box;
mod select;
pub mod sheet;
mod side_nav;
mod skip_link;
mod stacked_bar;
mod status_area;
mod status_tag;
mod step_indicator;
mod step_list;
mod summary_list;
mod table;
mod tabs;
mod task_list;
pub mod text;
mod text_area;
mod timeline;
mod top_bar;
mod utility_bar;
mod week_strip;
mod worklist;

pub use accordion::{Accordion, Fold};
pub use attachment::Attachment;
pub use avatar::Avatar;
pub use banner::{Banner, BannerKind};
pub use bar_chart::{BarChart, BarItem};
pub use bottom_bar::BottomBar;
pub use breadcrumb::{BackLink, Breadcrumb};
pub use bucket_table::BucketTable;
pub use button::{Button, ButtonGroup, ButtonKind, LinkButton, PostButton};
pub use checkboxes::Checkboxes;
pub use choices::Choice;
pub use compose_button::ComposeButton;
pub use confirmation_panel::ConfirmationPanel;
pub use count_pill::CountPill;
pub use date_input::DateInput;
pub use dialog::{Dialog, DialogLink};
pub use due_badge::{DueBadge, DueKind};
pub use due_calendar::{CalendarDay, DueCalendar};
pub use empty_state::EmptyState;
pub use error_summary::ErrorSummary;
pub use facts::{Fact, Facts};
pub use field::{Field, FieldWidth, HiddenInput};
pub use figure::{Counted, Figure, Figures};
pub use file_upload::{FileState, FileUpload, UploadedFile};
pub use filter_bar::FilterBar;
pub use flash::{Flash, Undo};
pub use footer::Footer;
pub use form::{FieldGroup, FieldRow, Form, FormState};
pub use four_actions::{ActionItem, FourActions};
pub use header::{Header, PUBLIC_NAV};
pub use icon::{Ico, Icon, IconSize};
pub use layout::{
    Columns, Container, Display, ListAndPane, NavItem, OfficialShell, Panel, PublicShell, Section,
    ShellUser,
};
pub use legend::{Legend, Swatch};
pub use line_chart::{LineChart, LinePoint, Target};
pub use list_row::{ListRow, RowList};
pub use loading::Loading;
pub use mark::{Brand, Mark, MarkSize, RiverLine};
pub use org_breadcrumb::OrgBreadcrumb;
pub use page_title::{PageHeading, PageTitle, document_title};
pub use pagination::Pagination;
pub use print_header::PrintHeader;
pub use radios::Radios;
pub use receipt_row::{Receipt, ReceiptRow};
pub use refused::Refused;
pub use safe_html::{SafeHtml, SanitisedHtml};
pub use search_box::SearchBox;
pub use select::{Select, SelectOption};
pub use sheet::{DeskSheet, StyleSheet};
pub use side_nav::SideNav;
pub use skip_link::SkipLink;
pub use stacked_bar::{Bucket, Segment, StackedBar};
pub use status_area::StatusArea;
pub use status_tag::{StatusTag, Tone};
pub use step_indicator::{IndicatorStep, StepIndicator};
pub use step_list::{Step, StepList};
pub use summary_list::{SummaryList, SummaryRow};
pub use table::{Cell, Column, Row, SortOrder, Table};
pub use tabs::{Tab, Tabs};
pub use task_list::{TaskItem, TaskList};
pub use text_area::TextArea;
pub use timeline::{StepState, Timeline, TimelineStep};
pub use top_bar::TopBar;
pub use utility_bar::{TEXT_SIZES, THEMES, TextSizeForm, ThemeForm, UtilityBar};
pub use week_strip::{DayKind, WeekCell, WeekStrip};
pub use worklist::{WorklistGroup, WorklistRow};
