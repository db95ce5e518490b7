//! How wide text will be, and how to make it fit.
//!
//! SVG text is laid out by whoever shows it. The widths here are those of
//! `DejaVu Sans`, the font named first in every chart; the fallbacks named after
//! it are not wider.

use unicode_width::UnicodeWidthChar;

/// Advance widths of `DejaVu Sans` for the characters from space to tilde, in
/// 1/2048 of the font size (table `hmtx` of the font).
const ADVANCES: [u16; 95] = [
    651, 821, 942, 1716, 1303, 1946, 1597, 563, 799, 799, 1024, 1716, 651, 739, 651, 690, 1303, 1303, 1303, 1303, 1303,
    1303, 1303, 1303, 1303, 1303, 690, 690, 1716, 1716, 1716, 1087, 2048, 1401, 1405, 1430, 1577, 1294, 1178, 1587,
    1540, 604, 604, 1343, 1141, 1767, 1532, 1612, 1235, 1612, 1423, 1300, 1251, 1499, 1401, 2025, 1403, 1251, 1403,
    799, 690, 799, 1716, 1024, 1024, 1255, 1300, 1126, 1300, 1260, 721, 1300, 1298, 569, 569, 1186, 569, 1995, 1298,
    1253, 1300, 1300, 842, 1067, 803, 1298, 1212, 1675, 1212, 1212, 1075, 1303, 690, 1303, 1716,
];

/// Advance of any other character: at least that of the widest Latin letters and of ideographs.
const OTHER_ADVANCE: u16 = 2048;

/// Characters outside ASCII that charts use themselves, with their advances.
const SIGNS: [(char, u16); 7] =
    [('\u{a0}', 651), ('–', 1024), ('“', 1061), ('”', 1061), ('’', 651), ('·', 651), ('±', 1716)];

/// Width of one line of text at this font size, in the unit of the size.
pub fn width(text: &str, size: f64) -> f64 {
    text.chars().map(|sign| f64::from(advance(sign))).sum::<f64>() / 2048.0 * size
}

fn advance(sign: char) -> u16 {
    let position = u32::from(sign).checked_sub(32).and_then(|offset| usize::try_from(offset).ok());
    let ascii = position.and_then(|position| ADVANCES.get(position)).copied();
    ascii.or_else(|| SIGNS.iter().find(|(known, _)| *known == sign).map(|(_, advance)| *advance)).unwrap_or_else(|| {
        match sign.width() {
            // Accents stand over the sign before them.
            Some(0) => 0,
            _ if sign.is_lowercase() => 1300,
            _ => OTHER_ADVANCE,
        }
    })
}

/// The text cut so that it is at most `limit` wide, with an ellipsis if something is left out.
pub fn fitted(text: &str, size: f64, limit: f64) -> String {
    if width(text, size) <= limit {
        return text.to_owned();
    }
    let room = limit - width("…", size);
    let mut used = 0.0;
    let kept: String = text
        .chars()
        .take_while(|&sign| {
            used += f64::from(advance(sign)) / 2048.0 * size;
            used <= room
        })
        .collect();
    format!("{}…", kept.trim_end())
}

/// The text in at most `most` lines of at most `limit` width; what does not
/// fit is cut with an ellipsis.
pub fn wrapped(text: &str, size: f64, limit: f64, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let is_full = lines.len() == most;
        match lines.last_mut() {
            Some(line) if is_full || width(&format!("{line} {word}"), size) <= limit => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.iter().map(|line| fitted(line, size, limit)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fitted_text_is_never_wider_than_its_limit() {
        for text in ["IR + DR + IM", "日本語の名前日本語の名前", "a b c d e f g h i j k l m n o p q r s t"]
        {
            for limit in [20.0, 60.0, 200.0] {
                assert!(width(&fitted(text, 12.0, limit), 12.0) <= limit, "{text} in {limit}");
            }
        }
    }

    #[test]
    fn an_accent_of_its_own_takes_no_room() {
        assert_eq!(width("e\u{301}a", 10.0), width("ea", 10.0));
        assert!(width("日", 10.0) > width("n", 10.0));
    }

    #[test]
    fn wrapped_text_keeps_every_word_when_there_is_room() {
        let lines = wrapped("one two three four five", 10.0, 60.0, 9);
        assert!(lines.len() > 1);
        assert_eq!(lines.join(" "), "one two three four five");
    }

    #[test]
    fn wrapped_text_never_has_more_lines_than_allowed() {
        let lines = wrapped(&"word ".repeat(100), 10.0, 60.0, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with('…'));
    }
}
