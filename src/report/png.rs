//! PNG pictures from the SVG charts, with the embedded font: nothing of the
//! system is used.

use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

use super::error::ReportError;

/// A subset of `DejaVu Sans`: Latin, Greek, arrows and a few signs; its license stands beside it.
const FONT: &[u8] = include_bytes!("assets/DejaVuSans-subset.ttf");

/// Family name of the embedded font.
const FAMILY: &str = "DejaVu Sans";

/// Pixels of the picture for each pixel of the chart.
const ZOOM: f32 = 2.0;

/// Largest picture that is made, in pixels; charts of very many portfolios are drawn smaller.
const MOST_PIXELS: f32 = 40e6;

/// Fonts that the pictures may use: only the embedded one.
static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    fonts.load_font_data(FONT.to_vec());
    // Without a known family of this kind, text is left out without a word.
    fonts.set_sans_serif_family(FAMILY);
    Arc::new(fonts)
});

/// Draws an SVG document as a PNG picture.
///
/// # Errors
///
/// [`ReportError::Chart`] if the document is not well formed or the picture cannot be made.
pub fn from_svg(chart: &str, svg: &str) -> Result<Vec<u8>, ReportError> {
    let failed = |reason: String| ReportError::Chart { chart: format!("{chart}.png"), reason };
    let options = Options { font_family: FAMILY.to_owned(), fontdb: Arc::clone(&FONTS), ..Options::default() };
    let tree = Tree::from_str(&drawable(svg), &options).map_err(|reason| failed(reason.to_string()))?;
    let size = tree.size();
    let zoom = ZOOM.min((MOST_PIXELS / (size.width() * size.height())).sqrt());
    let mut picture = Pixmap::new(pixels(zoom * size.width()), pixels(zoom * size.height()))
        .ok_or_else(|| failed("it has no area".to_owned()))?;
    resvg::render(&tree, Transform::from_scale(zoom, zoom), &mut picture.as_mut());
    picture.encode_png().map_err(|reason| failed(reason.to_string()))
}

/// The document with a box for every character the font does not have, which
/// would otherwise be left out without a word.
fn drawable(svg: &str) -> String {
    svg.chars().map(|sign| if is_in_font(sign) { sign } else { '□' }).collect()
}

/// Whether the embedded font has the character.
fn is_in_font(sign: char) -> bool {
    const SIGNS: &str = "←↑→↓↔↕≤≥≈−–—…’‘“”„•□≠∞€";
    matches!(sign, '\n' | ' '..='~' | '\u{a0}'..='\u{17f}' | '\u{391}'..='\u{3a1}' | '\u{3a3}'..='\u{3ce}')
        || SIGNS.contains(sign)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "positive and bounded; `as` saturates")]
fn pixels(length: f32) -> u32 {
    length.ceil() as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::answers::Answer;
    use crate::report::charts::{ChartKind, WIDE};
    use crate::report::fixture;
    use crate::report::presentable::presentable;

    /// Pixels that are not white.
    fn inked(png: &[u8]) -> usize {
        let picture = Pixmap::decode_png(png).expect("a picture");
        picture.pixels().iter().filter(|pixel| (pixel.red(), pixel.green(), pixel.blue()) != (255, 255, 255)).count()
    }

    #[test]
    fn text_is_really_drawn() {
        let document = |words: &str| {
            format!(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"200\" height=\"40\"><rect width=\"200\" \
                 height=\"40\" fill=\"#FFFFFF\"/><text x=\"5\" y=\"25\" font-size=\"16\" \
                 font-family=\"DejaVu Sans, Verdana, Arial, sans-serif\">{words}</text></svg>"
            )
        };
        assert_eq!(inked(&from_svg("empty", &document("")).expect("drawn")), 0);
        for words in ["unmatched 41%", "– ± ≤ ≥ ≈ − · …", "“quoted” ’", "αβγ ö ñ Ł"] {
            assert!(inked(&from_svg("words", &document(words)).expect("drawn")) > 100, "{words}");
        }
    }

    #[test]
    fn characters_the_font_lacks_become_boxes() {
        assert_eq!(drawable("日本 ≥ µ"), "□□ ≥ µ");
    }

    #[test]
    fn the_font_has_the_characters_it_is_said_to_have() {
        let draws = |sign: char| {
            let svg = format!(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"30\" height=\"30\"><text x=\"5\" y=\"22\" \
                 font-size=\"16\" font-family=\"{FAMILY}\">{sign}</text></svg>"
            );
            let options = Options { fontdb: Arc::clone(&FONTS), ..Options::default() };
            let tree = Tree::from_str(&svg, &options).expect("well formed");
            let mut picture = Pixmap::new(30, 30).expect("a picture");
            resvg::render(&tree, Transform::identity(), &mut picture.as_mut());
            picture.pixels().iter().any(|pixel| pixel.alpha() > 0)
        };
        let signs = ('!'..='\u{3ce}')
            .step_by(7)
            .filter(|&sign| is_in_font(sign) && !matches!(sign, '&' | '<' | '\u{a0}' | '\u{ad}'));
        let missing: Vec<char> = signs.chain("←→≤≥≈−–—…’“”□€".chars()).filter(|&sign| !draws(sign)).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }

    #[test]
    fn charts_lose_ink_without_their_text() {
        let results = fixture::five_by_six();
        let svg = ChartKind::RiskCost.of(&results).expect("a chart").svg(WIDE).expect("drawn");
        let mut bare = String::new();
        let mut rest = svg.as_str();
        while let Some(start) = rest.find("<text") {
            bare.push_str(&rest[..start]);
            let end = rest[start..].find("</text>").expect("closed") + start + "</text>".len();
            rest = &rest[end..];
        }
        bare.push_str(rest);
        let (with, without) = (from_svg("a", &svg).expect("drawn"), from_svg("b", &bare).expect("drawn"));
        assert!(inked(&with) > inked(&without) + 5_000);
    }

    #[test]
    fn every_chart_of_every_fixture_is_well_formed_and_becomes_a_picture() {
        for (name, results) in fixture::all() {
            let shown = presentable(&results);
            for chart in shown.charts() {
                let svg = chart.svg(WIDE).expect("drawn");
                let tree = Tree::from_str(&svg, &Options::default()).expect("well formed");
                assert!((tree.size().width() - 720.0).abs() < 0.5, "{name} {}", chart.stem());
            }
        }
    }

    #[test]
    fn a_broken_drawing_is_an_error_that_names_the_chart() {
        let error = from_svg("outcomes", "<svg><unclosed").expect_err("broken");
        assert!(error.to_string().contains("outcomes.png"));
    }
}
