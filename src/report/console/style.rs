//! How text looks on a terminal.

/// How the terminal wants it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConsoleStyle {
    /// Whether escape sequences for color may be used.
    pub color: bool,
    /// Columns to fill; fewer than 60 are treated as 60.
    pub width: usize,
}

impl Default for ConsoleStyle {
    /// No color, 80 columns.
    fn default() -> Self {
        Self { color: false, width: 80 }
    }
}

/// Cells of the bar that shows a chance.
const BAR_CELLS: f64 = 8.0;

/// Wraps the text in an escape sequence where color is wanted.
pub(in crate::report) fn paint(text: &str, code: &str, style: ConsoleStyle) -> String {
    if style.color { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
}

/// A bar of block characters, to an eighth of a cell.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0..=80")]
pub(super) fn bar(share: f64) -> String {
    const PARTS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let eighths = (share.clamp(0.0, 1.0) * BAR_CELLS * 8.0).round() as usize;
    format!("{}{}", "█".repeat(eighths / 8), PARTS[eighths % 8])
}

/// Paints the block characters of a line.
pub(super) fn paint_bar(line: &str, style: ConsoleStyle) -> String {
    let is_block = |sign: char| ('▉'..='▏').contains(&sign) || sign == '█';
    match line.find(is_block) {
        Some(start) => {
            let end = line.rfind(is_block).map_or(start, |last| last + '█'.len_utf8());
            format!("{}{}{}", &line[..start], paint(&line[start..end], "31", style), &line[end..])
        }
        None => line.to_owned(),
    }
}

/// Breaks a text at the width; lines after the first begin with `indent`.
pub fn wrapped(text: &str, indent: &str, style: ConsoleStyle) -> String {
    let margin: String = text.chars().take_while(|sign| *sign == ' ').collect();
    let mut lines = vec![margin];
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let line = lines.last().map_or("", String::as_str);
        let is_empty = line.trim().is_empty();
        if !is_empty && line.chars().count() + 1 + word.chars().count() > style.width {
            lines.push(format!("{indent}{word}"));
        } else if let Some(line) = lines.last_mut() {
            if !is_empty {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_grow_with_the_chance() {
        assert_eq!(bar(0.0), "");
        assert_eq!(bar(0.5), "████");
        assert_eq!(bar(1.0), "████████");
        assert_eq!(bar(0.0625), "▌");
    }
}
