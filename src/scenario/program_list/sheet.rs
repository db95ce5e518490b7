//! The first sheet of an Excel workbook (.xlsx) as the text of a CSV file.

use std::io::{self, Cursor, Read};

use calamine::{Data, DataRef, Reader, Xlsx};
use zip::ZipArchive;

use crate::scenario::diagnose::Diagnostic;

/// How a workbook begins, as every ZIP archive does.
const ZIP: &[u8] = b"PK\x03\x04";

/// How the workbooks of Excel 2003 and before begin.
const OLD_WORKBOOK: &[u8] = b"\xd0\xcf\x11\xe0";

/// Most bytes that the parts of a workbook may unpack to.
const MOST_UNPACKED: u64 = 64 << 20;

/// Most columns of a sheet that are read.
const MOST_COLUMNS: u32 = 256;

/// Most rows of a sheet that are read: ten times all programs of the country.
const MOST_ROWS: u32 = 1 << 16;

/// Whether these are the bytes of a workbook, of today's kind or an old one.
pub fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(ZIP) || bytes.starts_with(OLD_WORKBOOK)
}

/// The first sheet as CSV, one line a row, empty rows as empty lines.
///
/// # Errors
/// What is wrong with the workbook.
pub fn as_csv(bytes: &[u8]) -> Result<String, Box<Diagnostic>> {
    let unreadable = |cause: String| {
        let problem = Diagnostic::of_file(format!("the workbook cannot be read: {cause}"));
        Box::new(problem.hint("save it as an Excel workbook (.xlsx) or as CSV with the encoding UTF-8"))
    };
    if bytes.starts_with(OLD_WORKBOOK) {
        return Err(unreadable("it is of an old kind (.xls), or has a password".to_owned()));
    }
    match unpacked(bytes) {
        Ok(size) if size > MOST_UNPACKED => {
            return Err(unreadable("it unpacks to more than any list needs".to_owned()));
        }
        Ok(_) => {}
        Err(error) => return Err(unreadable(error.to_string())),
    }
    let mut workbook: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes))
        .map_err(|error: calamine::XlsxError| unreadable(error.to_string()))?;
    let Some(name) = workbook.sheet_names().first().cloned() else {
        return Err(unreadable("it has no sheet".to_owned()));
    };
    // Cell by cell: a table of the whole sheet is as large as the place of its last cell says.
    let mut cells = workbook.worksheet_cells_reader(&name).map_err(|error| unreadable(error.to_string()))?;
    let (mut text, mut at) = (String::new(), (0, 0));
    while let Some(cell) = cells.next_cell().map_err(|error| unreadable(error.to_string()))? {
        let value = shown(cell.get_value());
        let (row, column) = cell.get_position();
        if value.is_empty() || (row, column) < at {
            continue;
        }
        if row >= MOST_ROWS || column >= MOST_COLUMNS {
            let problem = format!("a cell stands beyond row {MOST_ROWS} or column {MOST_COLUMNS}");
            return Err(unreadable(problem));
        }
        while at.0 < row {
            text.push('\n');
            at = (at.0 + 1, 0);
        }
        while at.1 < column {
            text.push(',');
            at.1 += 1;
        }
        text.push_str(&quoted(&value));
    }
    Ok(text)
}

/// How many bytes the parts of an archive unpack to, as far as one beyond the limit.
fn unpacked(bytes: &[u8]) -> io::Result<u64> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    let mut size = 0;
    for number in 0..archive.len() {
        let part = archive.by_index(number)?;
        size += io::copy(&mut part.take(MOST_UNPACKED + 1 - size), &mut io::sink())?;
        if size > MOST_UNPACKED {
            break;
        }
    }
    Ok(size)
}

/// A value as a person would type it.
fn shown(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty | DataRef::Error(_) => String::new(),
        DataRef::Bool(is_true) => if *is_true { "yes" } else { "no" }.to_owned(),
        other => Data::from(other.clone()).to_string().trim().to_owned(),
    }
}

/// A cell of CSV.
fn quoted(value: &str) -> String {
    let is_plain = !value.contains([',', '"', '\n', '\r', ';', '\t']);
    if is_plain { value.to_owned() } else { format!("\"{}\"", value.replace('"', "\"\"")) }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;
    use crate::reference::Reference;
    use crate::scenario::program_list;

    /// A workbook with these cells in its first sheet, as place and XML of the cell.
    fn workbook(rows: &str) -> Vec<u8> {
        let workbook = "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" \
             xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">\
             <sheets><sheet name=\"Programs\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";
        let relations = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
             <Relationship Id=\"rId1\" Target=\"worksheets/sheet1.xml\" \
             Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\"/></Relationships>";
        let sheet = format!(
            "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">\
             <sheetData>{rows}</sheetData></worksheet>"
        );
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        let package = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
             <Relationship Id=\"rId1\" Target=\"xl/workbook.xml\" \
             Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\"/></Relationships>";
        for (name, text) in [
            ("_rels/.rels", package),
            ("xl/workbook.xml", workbook),
            ("xl/_rels/workbook.xml.rels", relations),
            ("xl/worksheets/sheet1.xml", sheet.as_str()),
        ] {
            let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
            archive.start_file(name, options).unwrap();
            archive.write_all(text.as_bytes()).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }

    fn text(place: &str, text: &str) -> String {
        format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
    }

    fn row(number: u32, cells: &[String]) -> String {
        format!("<row r=\"{number}\">{}</row>", cells.concat())
    }

    #[test]
    fn a_workbook_is_read_as_the_csv_file_of_its_first_sheet() {
        let header = [text("A1", "Program Name"), text("B1", "City"), text("C1", "Specialty"), text("D1", "% IMG")];
        let first = [text("A3", "A, the hospital"), text("C3", "IM"), "<c r=\"D3\"><v>0.35</v></c>".to_owned()];
        let second = [text("A4", "B"), text("C4", "Internal Medicine"), "<c r=\"D4\"><v>72</v></c>".to_owned()];
        let bytes = workbook(&[row(1, &header), row(3, &first), row(4, &second)].concat());
        assert!(is_workbook(&bytes));
        let csv = "Program Name,City,Specialty,% IMG\n\n\"A, the hospital\",,IM,0.35\nB,,Internal Medicine,72";
        assert_eq!(as_csv(&bytes).unwrap(), csv);
        let reference = Reference::embedded().unwrap();
        let read = program_list::read("list.xlsx", &bytes, &reference).unwrap_or_else(|wrong| panic!("{wrong}"));
        let same = program_list::read("list.csv", csv.as_bytes(), &reference).unwrap();
        assert_eq!(read.programs, same.programs);
        assert_eq!(read.header.skipped, ["City"]);
        assert_ne!(read.sha256, same.sha256);
    }

    #[test]
    fn a_cell_far_away_and_bytes_that_are_no_workbook_are_refused() {
        let far = workbook(&row(1_048_576, &[text("XFD1048576", "x")]));
        assert!(as_csv(&far).is_err_and(|problem| problem.message.contains("beyond row")));
        for bytes in [ZIP, OLD_WORKBOOK, &workbook("")[..200], b"PK\x03\x04nonsense".as_slice()] {
            assert!(is_workbook(bytes) && as_csv(bytes).is_err());
        }
    }
}
