//! What charts are drawn with.

pub(super) use plotters::style::RGBColor;

pub(super) use super::axis::Axis;
pub(super) use super::palette::{
    CALM, DANGER, DANGER_TEXT, FAINT, Font, Hatch, INK, LABEL, Look, NAME, PAPER, SUBTITLE, TICK, between, luminance,
};
pub(super) use super::parts::{
    Panel, Part, axis_below, key, legend, named_bar, panels, plan_panels, share_axis, stacked_bar,
};
pub(super) use super::picture::{Chart, NAME_IN_TITLE, Picture, extremes, listed};
pub(super) use super::placing::{Placing, side_by_side};
pub(super) use super::plot::{Plot, below};
pub(super) use super::sketch::{Area, HPos, MARGIN, Point, SEAM, Sketch, text_area};
pub(super) use super::text;
