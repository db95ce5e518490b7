//! The page in a real browser: no line runs out of it at the width of a
//! telephone, a tablet and a desk, nothing is complained of, it is dark where
//! darkness is preferred, marks the portfolio that is chosen, and can be printed.
//!
//! Needs Chromium or Chrome, named by `MATCHFOLIO_BROWSER` or on the path; says
//! so and passes where there is none.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const WIDTHS: [u32; 3] = [360, 768, 1440];

/// Runs in the page and tells the page around it how wide it is and how wide it wants to be.
const MEASURE: &str = r##"<script>addEventListener("load", () => {
  document.querySelectorAll("details").forEach(one => one.open = true);
  const root = document.documentElement;
  const pick = document.querySelector("#pick-1");
  pick.checked = true;
  const marked = [...document.querySelectorAll(".of-1")].every(
    row => getComputedStyle(row).backgroundColor !== "rgba(0, 0, 0, 0)");
  const [red] = getComputedStyle(document.body).backgroundColor.match(/\d+/);
  parent.postMessage([innerWidth, root.scrollWidth, document.querySelectorAll("svg").length, marked ? 1 : 0, red], "*");
});</script>"##;

/// Shows the page at each width and writes down what it tells.
fn frames(page: &str) -> String {
    let frame =
        |width: &u32| format!(r#"<iframe src="{page}" style="border:0;width:{width}px;height:900px"></iframe>"#);
    format!(
        r#"<!DOCTYPE html><title>frames</title><script>
addEventListener("message", event => {{
  const said = document.createElement("p");
  said.textContent = "measured " + event.data.join(" ");
  document.body.append(said);
}});</script><body>{}</body>"#,
        WIDTHS.iter().map(frame).collect::<String>()
    )
}

fn browser() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("MATCHFOLIO_BROWSER") {
        return Some(PathBuf::from(named));
    }
    let path = std::env::var_os("PATH")?;
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    std::env::split_paths(&path).flat_map(|folder| names.map(|name| folder.join(name))).find(|file| file.is_file())
}

/// The browser at work, with a profile of its own in `folder`; none if it cannot start here.
fn browse(browser: &Path, folder: &Path, arguments: &[&str]) -> Option<Output> {
    let profile = format!("--user-data-dir={}", folder.join("profile").display());
    let output = Command::new(browser)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--virtual-time-budget=20000"])
        .arg(profile)
        .args(arguments)
        .output()
        .ok()?;
    output.status.success().then_some(output)
}

fn address(path: &Path) -> String {
    format!("file://{}", path.display())
}

/// Nothing was complained of, and every width showed the whole page in its colours.
fn check_every_width(seen: &Output, is_dark: bool) {
    let (dom, log) = (String::from_utf8_lossy(&seen.stdout), String::from_utf8_lossy(&seen.stderr));
    let complaints: Vec<&str> = log.lines().filter(|line| line.contains("CONSOLE")).collect();
    assert!(complaints.is_empty(), "{complaints:?}");
    let mut widths: Vec<u32> = Vec::new();
    for said in dom.split("<p>measured ").skip(1) {
        let numbers: Vec<u32> =
            said.split("</p>").next().unwrap().split(' ').map(|number| number.parse().unwrap()).collect();
        let [width, wanted, charts, marked, red] = numbers[..] else { panic!("{said}") };
        assert!(wanted <= width, "at {width} pixels the page wants {wanted}");
        assert!(charts >= 12, "{charts} charts");
        assert_eq!(marked, 1, "rows of the chosen portfolio are marked");
        assert_eq!(red < 128, is_dark, "red of the background: {red}");
        widths.push(width);
    }
    widths.sort_unstable();
    assert_eq!(widths, WIDTHS, "{dom}");
}

#[test]
fn the_page_fits_every_width_says_nothing_to_the_console_and_prints() {
    let Some(browser) = browser() else {
        eprintln!("skipped: no Chromium or Chrome on the path; name one with MATCHFOLIO_BROWSER");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("report");
    let program = Command::new(env!("CARGO_BIN_EXE_matchfolio"))
        .args(["run", "scenarios/ir_img_layers.toml", "--quiet", "--trials", "2048", "--out"])
        .arg(&report)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(program.status.success(), "{}", String::from_utf8_lossy(&program.stderr));
    let page = fs::read_to_string(report.join("report.html")).unwrap();
    assert!(!page.contains("<script"), "the page itself has no script");
    let measured = folder.path().join("measured.html");
    fs::write(&measured, page.replace("</body>", &format!("{MEASURE}</body>"))).unwrap();
    let frame = folder.path().join("frames.html");
    fs::write(&frame, frames("measured.html")).unwrap();

    // Chromium's names for schemes: 0 is dark, 1 is light.
    for (scheme, is_dark) in [("1", false), ("0", true)] {
        let preferred = format!("--blink-settings=preferredColorScheme={scheme}");
        let arguments = [preferred.as_str(), "--window-size=1600,1200", "--dump-dom", &address(&frame)];
        let Some(seen) = browse(&browser, folder.path(), &arguments) else {
            eprintln!("skipped: {} cannot start here", browser.display());
            return;
        };
        check_every_width(&seen, is_dark);
    }

    let pdf = folder.path().join("report.pdf");
    let print = format!("--print-to-pdf={}", pdf.display());
    browse(&browser, folder.path(), &[&print, &address(&report.join("report.html"))]).expect("printed");
    assert!(fs::metadata(&pdf).unwrap().len() > 20_000);
}
