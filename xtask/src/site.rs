//! The site folder: what the server hands out under `/pkg`, `/fonts`, `/images`.

use crate::tools::{cargo, npm_bin, root, step, target};
use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Largest style sheet, brotli bytes: the first page with HTML stays below 25 kB.
const CSS_BUDGET: usize = 14_000;
/// Largest WebAssembly module, brotli bytes. An application that hydrates whole pages starts at 184,000.
const WASM_BUDGET: usize = 60_000;
/// Largest script of the file fields, brotli bytes.
const UPLOAD_BUDGET: usize = 3_000;
/// Features of today's browsers that wasm-opt may use.
const WASM_FEATURES: &[&str] = &[
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// The folder that `build` fills.
pub fn folder() -> PathBuf {
    target().join("site")
}

/// Builds what changed.
pub fn build() -> Result<()> {
    step(
        "WebAssembly of the islands",
        "1-3 minutes the first time, then seconds",
        &mut cargo(&["build", "--quiet", "--package", "frontend", "--lib", "--profile", "wasm-release", "--target", "wasm32-unknown-unknown"]),
    )?;
    let module = target().join("wasm32-unknown-unknown/wasm-release/frontend.wasm");
    let stamp = folder().join("stamp");
    let inputs = newest(&[
        module.clone(),
        root().join("style"),
        root().join("public"),
        root().join("frontend/start.js"),
        root().join("frontend/upload.js"),
        std::env::current_exe()?,
    ])?;
    if fs::metadata(&stamp).and_then(|meta| meta.modified()).is_ok_and(|made| made > inputs) {
        println!("  site is up to date");
        return Ok(());
    }
    let site = folder();
    if site.exists() {
        fs::remove_dir_all(&site)?;
    }
    let pkg = site.join("pkg");
    fs::create_dir_all(&pkg)?;
    copy_tree(&root().join("public"), &site)?;
    let (script, wasm) = bind(&module, &pkg)?;
    let upload = write_hashed(&pkg, "upload", "js", &fs::read(root().join("frontend/upload.js"))?)?;
    let start = fs::read_to_string(root().join("frontend/start.js"))?;
    let start = start.replace("__SCRIPT__", &script).replace("__WASM__", &wasm).replace("__UPLOAD__", &upload);
    let start = write_hashed(&pkg, "start", "js", start.as_bytes())?;
    let css = style(&pkg)?;
    let manifest = serde_json::json!({ "css": css, "start": start, "script": script, "wasm": wasm });
    fs::write(pkg.join("manifest.json"), serde_json::to_string_pretty(&manifest)?)?;
    report(
        &site,
        &[
            ("style sheet", &css, CSS_BUDGET),
            ("WebAssembly", &wasm, WASM_BUDGET),
            ("script", &script, usize::MAX),
            ("start script", &start, usize::MAX),
            ("upload script", &upload, UPLOAD_BUDGET),
        ],
    )?;
    fs::write(stamp, "")?;
    Ok(())
}

/// Runs wasm-bindgen (as a library, the same version as the crate) and wasm-opt; returns the names of script and module.
fn bind(module: &Path, pkg: &Path) -> Result<(String, String)> {
    let raw = target().join("site-raw");
    fs::create_dir_all(&raw)?;
    wasm_bindgen_cli_support::Bindgen::new().input_path(module).web(true)?.typescript(false).out_name("app").generate(&raw).context("wasm-bindgen")?;
    let (input, output) = (raw.join("app_bg.wasm"), raw.join("app_opt.wasm"));
    let mut args = vec!["-Oz"];
    args.extend(WASM_FEATURES);
    let (input_text, output_text) = (input.to_string_lossy().into_owned(), output.to_string_lossy().into_owned());
    args.extend(["-o", &output_text, &input_text]);
    step("wasm-opt", "5-20 s", &mut npm_bin("wasm-opt", &args))?;
    let wasm = write_hashed(pkg, "app", "wasm", &fs::read(&output)?)?;
    let script = write_hashed(pkg, "app", "js", &fs::read(raw.join("app.js"))?)?;
    // Snippets of crates are imported by relative paths.
    let snippets = raw.join("snippets");
    if snippets.exists() {
        copy_tree(&snippets, &pkg.join("snippets"))?;
    }
    Ok((script, wasm))
}

/// Compiles the style sheet.
fn style(pkg: &Path) -> Result<String> {
    let out = target().join("site-raw/app.css");
    let out_text = out.to_string_lossy().into_owned();
    step("style sheet", "1-3 s", &mut npm_bin("sass", &["--style=compressed", "--no-source-map", "style/main.scss", &out_text]))?;
    write_hashed(pkg, "app", "css", &fs::read(&out)?)
}

/// Writes a file under a name that carries its hash, with compressed copies beside it; returns the name.
fn write_hashed(folder: &Path, stem: &str, extension: &str, bytes: &[u8]) -> Result<String> {
    let digest = Sha256::digest(bytes);
    let hash: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let name = format!("{stem}.{hash}.{extension}");
    let path = folder.join(&name);
    fs::write(&path, bytes)?;
    fs::write(folder.join(format!("{name}.br")), brotli(bytes)?)?;
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(bytes)?;
    fs::write(folder.join(format!("{name}.gz")), gzip.finish()?)?;
    Ok(name)
}

fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut out, &brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() })?;
    Ok(out)
}

/// Prints sizes and refuses what is over its budget.
fn report(site: &Path, files: &[(&str, &str, usize)]) -> Result<()> {
    for (what, name, budget) in files {
        let path = site.join("pkg").join(name);
        let raw = fs::metadata(&path)?.len();
        let small = usize::try_from(fs::metadata(site.join("pkg").join(format!("{name}.br")))?.len())?;
        println!("  {what}: {raw} bytes, {small} compressed");
        if small > *budget {
            bail!("{what}: {small} bytes compressed, the budget is {budget}");
        }
    }
    Ok(())
}

fn copy_tree(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| from.display().to_string())? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_tree(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// The latest change of files and folders.
pub fn newest(paths: &[PathBuf]) -> Result<SystemTime> {
    let mut latest = SystemTime::UNIX_EPOCH;
    for path in paths {
        if path.is_dir() {
            let children: Vec<PathBuf> = fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
            latest = latest.max(newest(&children)?);
        } else if path.exists() {
            latest = latest.max(fs::metadata(path)?.modified()?);
        }
    }
    Ok(latest)
}
