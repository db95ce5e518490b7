//! The SVG text around what plotters drew.

use std::fmt::Write as _;

use super::sketch::{FONT_FAMILY, SCALE};

/// What plotters drew without its outer tag, as a group that names its portfolios: `class="of-1 of-3"`.
pub(super) fn grouped(drawn: &str, portfolios: &[usize]) -> String {
    let start = drawn.find('>').map_or(0, |end| end + 1);
    let end = drawn.rfind("</svg>").unwrap_or(drawn.len());
    let shapes = shorter(&drawn[start..end]);
    if portfolios.is_empty() {
        return shapes;
    }
    let classes: Vec<String> = portfolios.iter().map(|number| format!("of-{number}")).collect();
    format!("\n<g class=\"{}\">{shapes}</g>", classes.join(" "))
}

/// Leaves out attributes that say what holds without them, or what the outer tag says once for all.
/// Text is escaped and holds no quotation marks, so nothing else is met.
fn shorter(shapes: &str) -> String {
    let without =
        [" opacity=\"1\"".to_owned(), " stroke=\"none\"".to_owned(), format!(" font-family=\"{FONT_FAMILY}\"")];
    without.iter().fold(shapes.to_owned(), |kept, attribute| kept.replace(attribute.as_str(), ""))
}

/// The whole document: shown size in pixels, the large drawing as `viewBox`, a
/// white sheet, and a title and description for readers who cannot see it.
///
/// No ids are used, so that several charts can stand in one page.
pub(super) fn with_text_alternative(body: &str, size: (f64, f64), title: &str, description: &str) -> String {
    let (width, height) = size;
    let mut svg = String::with_capacity(body.len() + 400);
    let _ = write!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" \
         viewBox=\"0 0 {:.0} {:.0}\" role=\"img\" aria-label=\"{label}\" font-family=\"{FONT_FAMILY}\">\n<title>{label}</title>\n\
         <desc>{}</desc>\n<rect width=\"100%\" height=\"100%\" fill=\"#FFFFFF\"/>",
        width * SCALE,
        height * SCALE,
        escaped(description),
        label = escaped(title),
    );
    svg.push_str(body);
    svg.push_str("</svg>\n");
    svg
}

/// Text made safe inside an element or a quoted attribute.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_of_a_portfolio_stand_in_a_group_with_its_number() {
        let drawn = "<svg width=\"9\" height=\"9\">\n<rect opacity=\"1\" fill=\"#000000\" stroke=\"none\"/>\n</svg>\n";
        assert_eq!(grouped(drawn, &[]), "\n<rect fill=\"#000000\"/>\n");
        assert_eq!(grouped(drawn, &[1, 3]), "\n<g class=\"of-1 of-3\">\n<rect fill=\"#000000\"/>\n</g>");
    }
}
