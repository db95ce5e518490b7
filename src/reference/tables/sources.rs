//! `sources.csv`: where the numbers come from.

use crate::reference::table::{table, words};

words! {
    /// Where a number comes from.
    pub enum Origin {
        /// Printed in the source.
        Published = "published",
        /// Worked out from published figures; the note says how.
        Computed = "computed",
        /// Estimated from published figures with this model.
        Fit = "fit",
        /// Not given by any open source; the note gives the reason for the value.
        Assumption = "assumption",
    }
}

table! {
    /// A source.
    pub struct Source: "sources.csv", "where the numbers come from";
    key: source_id;
    columns:
    /// Key used by all tables.
    source_id: String = key,
    publisher: String = text,
    title: String = text,
    /// Year as printed.
    year: String = text,
    /// Table or place within it.
    table: String = remark,
    /// Address.
    address: String = remark,
}
