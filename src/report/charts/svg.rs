//! The SVG text around what plotters drew.

use std::fmt::Write as _;

use super::sketch::SCALE;

/// Replaces plotters' opening tag: shown size in pixels, the large drawing as
/// `viewBox`, and a title and description for readers who cannot see it.
///
/// No ids are used, so that several charts can stand in one page.
pub(super) fn with_text_alternative(drawn: &str, size: (f64, f64), title: &str, description: &str) -> String {
    let body = drawn.find('>').map_or(drawn, |end| &drawn[end + 1..]);
    let (width, height) = size;
    let mut svg = String::with_capacity(drawn.len() + 400);
    let _ = write!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" \
         viewBox=\"0 0 {:.0} {:.0}\" role=\"img\" aria-label=\"{label}\">\n<title>{label}</title>\n<desc>{}</desc>",
        width * SCALE,
        height * SCALE,
        escaped(description),
        label = escaped(title),
    );
    svg.push_str(body);
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
