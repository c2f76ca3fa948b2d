//! Bounds that a process sets on itself before it looks at anything.

#[cfg(not(target_os = "linux"))]
mod by_counting;
#[cfg(target_os = "linux")]
mod by_system;

#[cfg(not(target_os = "linux"))]
pub(super) use by_counting::bind;
#[cfg(target_os = "linux")]
pub(super) use by_system::bind;
