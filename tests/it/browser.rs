//! The page in a real browser: no line runs out of it at the width of a
//! telephone, a tablet and a desk, nothing is complained of, it is dark where
//! darkness is preferred, marks the portfolios that are ticked, sorts, says the
//! same without its script, and no chart is cut on paper.
//!
//! Needs Chromium or Chrome, named by `MATCHFOLIO_BROWSER` or on the path; says
//! so and passes where there is none.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const WIDTHS: [u32; 3] = [360, 768, 1440];

/// Millimetres of paper: A4 and Letter.
const PAPERS: [(&str, f64, f64); 2] = [("A4", 210.0, 297.0), ("Letter", 215.9, 279.4)];

/// Margin of the printed page, as the style has it.
const MARGIN: f64 = 12.0;

/// Smallest text of a chart at every width, in pixels.
const SMALLEST_TEXT: f64 = 9.0;

/// Height of a row of one line, in pixels, and of the screen of a telephone.
const ONE_LINE: f64 = 40.0;
const SCREEN: f64 = 800.0;

/// Runs in the page and tells the page around it what is seen there, as names with numbers.
const MEASURE: &str = r##"<script>addEventListener("load", () => {
  const all = (chosen, root = document) => [...root.querySelectorAll(chosen)];
  const isShown = one => one.getClientRects().length > 0;
  const style = one => getComputedStyle(one);
  all("details").forEach(one => one.open = true);
  const tick = document.querySelector("#pick-1");
  tick.checked = true;
  const drawn = all("svg text").filter(isShown).map(one => {
    const matrix = one.getScreenCTM();
    return parseFloat(style(one).fontSize) * Math.abs(matrix.d);
  });
  const charts = all("figure svg").filter(one => isShown(one) && one.querySelector(".of-1"));
  const of = (chart, isFirst) =>
    all("g", chart).filter(one => one.classList.contains("of-1") === isFirst).map(one => Number(style(one).opacity));
  const said = {
    width: innerWidth,
    wanted: document.documentElement.scrollWidth,
    charts: all("svg").length,
    smallest: Math.min(...drawn),
    marked_rows: all("tr.of-1").every(row => style(row).backgroundColor !== "rgba(0, 0, 0, 0)") ? 1 : 0,
    marked_charts: charts.length,
    is_clear: charts.every(chart => of(chart, true).every(seen => seen === 1)) ? 1 : 0,
    is_faint: charts.every(chart => of(chart, false).every(seen => seen < 1)) ? 1 : 0,
    red: style(document.body).backgroundColor.match(/\d+/)[0],
    words: document.querySelector("main").textContent.replace(/\s+/g, "").length,
    row: Math.max(...all("table.choice tbody tr").map(row => row.getBoundingClientRect().height)),
    first: all("h2").find(one => one.textContent.startsWith("What would lower")).getBoundingClientRect().top + scrollY,
    shown: all("h1, h2, p, summary, figure, li, tbody th, tbody td, pre").filter(isShown).length,
  };
  const buttons = all("thead button");
  said.buttons = buttons.filter(isShown).length;
  const column = all("table.sortable thead th").findIndex(one => one.textContent === "Unmatched");
  const values = () => all("table.sortable tbody tr").map(row => parseFloat(row.cells[column].textContent));
  if (buttons.length) {
    const typed = values();
    const heading = buttons.find(one => one.textContent === "Unmatched");
    const rises = one => one.every((value, place) => place === 0 || one[place - 1] <= value);
    heading.focus();
    said.focusable = document.activeElement === heading ? 1 : 0;
    said.typed_rises = rises(typed) ? 1 : 0;
    heading.click();
    said.rises = rises(values()) && heading.parentElement.ariaSort === "ascending" ? 1 : 0;
    heading.click();
    said.falls = rises(values().reverse()) && heading.parentElement.ariaSort === "descending" ? 1 : 0;
    heading.click();
    said.as_typed = String(values()) === String(typed) && heading.parentElement.ariaSort === "none" ? 1 : 0;
  }
  parent.postMessage(said, "*");
});</script>"##;

/// The same for the page as it is laid out on paper: figures with the heading above them, and what keeps them whole.
const MEASURE_PAPER: &str = r#"<script>addEventListener("load", () => {
  const isPrinted = one => one.querySelector(".wide svg").getClientRects().length > 0;
  const figures = [...document.querySelectorAll("figure")].filter(isPrinted);
  const height = figure => {
    const before = figure.previousElementSibling;
    const isHeading = before !== null && before.tagName === "H2";
    const top = (isHeading ? before : figure).getBoundingClientRect().top;
    return figure.getBoundingClientRect().bottom - top;
  };
  const isWhole = figure => getComputedStyle(figure).breakInside === "avoid";
  const overflow = figure => figure.querySelector(".wide svg").getBoundingClientRect().right
    - figure.getBoundingClientRect().right;
  parent.postMessage({
    width: innerWidth,
    wanted: document.documentElement.scrollWidth,
    charts: figures.length,
    whole: figures.every(isWhole) ? 1 : 0,
    tallest: Math.max(...figures.map(height)),
    overflow: Math.max(...figures.map(overflow)),
    typed: document.querySelector("details.typed pre").getBoundingClientRect().height,
    folded: [...document.querySelectorAll("details:not(.typed, [open])")].filter(one => one.getClientRects().length).length,
  }, "*");
});</script>"#;

/// Shows pages at widths and writes down what they tell.
fn frames(shown: &[(&str, u32)]) -> String {
    let frame = |(page, width): &(&str, u32)| {
        format!(r#"<iframe src="{page}" style="border:0;width:{width}px;height:900px"></iframe>"#)
    };
    format!(
        r#"<!DOCTYPE html><title>frames</title><script>
addEventListener("message", event => {{
  const said = document.createElement("p");
  said.textContent = "measured " + Object.entries(event.data).map(([name, number]) => name + " " + number).join(" ");
  document.body.append(said);
}});</script><body>{}</body>"#,
        shown.iter().map(frame).collect::<String>()
    )
}

/// What one page told.
struct Seen(Vec<(String, f64)>);

impl Seen {
    fn number(&self, name: &str) -> f64 {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map_or_else(|| panic!("{name} is not among {:?}", self.0), |(_, number)| *number)
    }

    fn holds(&self, name: &str) -> bool {
        self.number(name) == 1.0
    }
}

/// What every frame told, ordered by width; nothing may have been complained of.
fn told(seen: &Output) -> Vec<Seen> {
    let (dom, log) = (String::from_utf8_lossy(&seen.stdout), String::from_utf8_lossy(&seen.stderr));
    let complaints: Vec<&str> = log.lines().filter(|line| line.contains("CONSOLE")).collect();
    assert!(complaints.is_empty(), "{complaints:?}");
    let mut all: Vec<Seen> = dom
        .split("<p>measured ")
        .skip(1)
        .map(|said| {
            let words: Vec<&str> = said.split("</p>").next().unwrap().split(' ').collect();
            Seen(words.chunks(2).map(|pair| (pair[0].to_owned(), pair[1].parse().unwrap())).collect())
        })
        .collect();
    all.sort_by(|a, b| a.number("width").total_cmp(&b.number("width")));
    all
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

/// Every width showed the whole page in its colors, the same with and without the page's script.
fn check_screens(all: &[Seen], is_dark: bool) {
    assert_eq!(all.len(), 2 * WIDTHS.len());
    for (pair, expected) in all.chunks(2).zip(WIDTHS) {
        for seen in pair {
            let width = seen.number("width");
            assert_eq!(width, f64::from(expected));
            assert!(seen.number("wanted") <= width, "at {width} pixels the page wants {}", seen.number("wanted"));
            assert!(seen.number("charts") >= 12.0, "{} charts", seen.number("charts"));
            let smallest = seen.number("smallest");
            assert!(smallest >= SMALLEST_TEXT, "at {width} pixels a chart has text of {smallest}");
            if width < 600.0 {
                assert!(
                    seen.number("row") <= ONE_LINE,
                    "a portfolio takes {} pixels on a telephone",
                    seen.number("row")
                );
                assert!(seen.number("first") <= 2.0 * SCREEN, "what would help begins at {}", seen.number("first"));
            }
            assert!(seen.holds("marked_rows"), "rows of the ticked portfolio are marked");
            assert!(seen.number("marked_charts") >= 4.0 && seen.holds("is_clear") && seen.holds("is_faint"));
            assert_eq!(seen.number("red") < 128.0, is_dark);
        }
        let (with, without) = if pair[0].number("buttons") > 0.0 { (&pair[0], &pair[1]) } else { (&pair[1], &pair[0]) };
        assert_eq!(without.number("buttons"), 0.0);
        assert_eq!(with.number("words"), without.number("words"), "the script adds and takes no word");
        assert_eq!(with.number("shown"), without.number("shown"), "nothing is hidden without the script");
        assert!(
            with.number("buttons") >= if with.number("width") < 600.0 { 3.0 } else { 5.0 } && with.holds("focusable"),
            "headings can be reached and pressed"
        );
        assert!(with.holds("rises") && with.holds("falls") && with.holds("as_typed"));
        assert!(!with.holds("typed_rises"), "sorting would have nothing to do");
    }
}

/// Every chart fits on a page with its heading, is kept whole, and what was typed is printed.
fn check_papers(all: &[Seen]) {
    assert_eq!(all.len(), PAPERS.len());
    for (seen, (paper, _, height)) in all.iter().zip(PAPERS) {
        let room = pixels(height - 2.0 * MARGIN);
        assert!(seen.number("wanted") <= seen.number("width"), "{paper}: {} wide", seen.number("wanted"));
        assert!(seen.number("charts") >= 6.0 && seen.holds("whole"), "{paper}");
        assert!(seen.number("tallest") <= room, "{paper}: a chart of {} on {room}", seen.number("tallest"));
        assert!(seen.number("overflow") <= 0.0, "{paper}: a chart runs out of its frame");
        assert!(seen.number("typed") > 100.0, "{paper}: the scenario as typed is printed");
        assert_eq!(seen.number("folded"), 0.0, "{paper}: a fold cannot be opened on paper");
    }
}

/// Pixels of the web: 96 an inch.
fn pixels(millimetres: f64) -> f64 {
    millimetres * 96.0 / 25.4
}

/// The page without its script.
fn without_script(page: &str) -> String {
    let start = page.find("<script>").expect("a script");
    let end = page.find("</script>").expect("its end");
    format!("{}{}", &page[..start], &page[end + "</script>".len()..])
}

/// The page as printers see it, on a screen.
fn as_on_paper(page: &str) -> String {
    assert!(page.contains(&format!("@page {{ margin: {MARGIN}mm; }}")));
    page.replace("@media print", "@media all").replace("@media screen", "@media print")
}

/// Writes a page with a script that measures it, which the page's own policy would refuse.
fn write(folder: &Path, name: &str, page: &str, script: &str) {
    let (before, rest) = page.split_once("script-src 'sha256-").unwrap();
    let (_, after) = rest.split_once('\'').unwrap();
    let page = format!("{before}script-src 'unsafe-inline'{after}");
    fs::write(folder.join(name), page.replace("</body>", &format!("{script}</body>"))).unwrap();
}

#[test]
fn the_page_fits_every_width_says_the_same_without_script_and_is_not_cut_on_paper() {
    let Some(browser) = browser() else {
        eprintln!("skipped: no Chromium or Chrome on the path; name one with MATCHFOLIO_BROWSER");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let report = folder.join("report");
    let program = Command::new(env!("CARGO_BIN_EXE_matchfolio"))
        .args(["run", "scenarios/ir_img_layers.toml", "--quiet", "--trials", "2048", "--out"])
        .arg(&report)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(program.status.success(), "{}", String::from_utf8_lossy(&program.stderr));
    let page = fs::read_to_string(report.join("report.html")).unwrap();
    write(folder, "with.html", &page, MEASURE);
    write(folder, "without.html", &without_script(&page), MEASURE);
    write(folder, "paper.html", &as_on_paper(&page), MEASURE_PAPER);
    let screens: Vec<(&str, u32)> =
        WIDTHS.iter().flat_map(|&width| [("with.html", width), ("without.html", width)]).collect();
    fs::write(folder.join("screens.html"), frames(&screens)).unwrap();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "widths of paper")]
    let papers = PAPERS.map(|(_, width, _)| ("paper.html", pixels(width - 2.0 * MARGIN).floor() as u32));
    fs::write(folder.join("papers.html"), frames(&papers)).unwrap();

    // Chromium's names for schemes: 0 is dark, 1 is light.
    for (scheme, is_dark) in [("1", false), ("0", true)] {
        let preferred = format!("--blink-settings=preferredColorScheme={scheme}");
        let arguments =
            [preferred.as_str(), "--window-size=1600,1200", "--dump-dom", &address(&folder.join("screens.html"))];
        let Some(seen) = browse(&browser, folder, &arguments) else {
            eprintln!("skipped: {} cannot start here", browser.display());
            return;
        };
        check_screens(&told(&seen), is_dark);
    }
    let arguments = ["--window-size=1600,1200", "--dump-dom", &address(&folder.join("papers.html"))];
    check_papers(&told(&browse(&browser, folder, &arguments).expect("measured")));

    let pdf = folder.join("report.pdf");
    let print = format!("--print-to-pdf={}", pdf.display());
    browse(&browser, folder, &[&print, &address(&report.join("report.html"))]).expect("printed");
    assert!(fs::metadata(&pdf).unwrap().len() > 20_000);
}
