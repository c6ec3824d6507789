//! Drafts that survive anything: faults at every system call, full disks, other users, other
//! windows, and files of any shape.

#[cfg(target_os = "linux")]
mod child;
mod doctor;
#[cfg(target_os = "linux")]
mod elsewhere;
#[cfg(target_os = "linux")]
mod full_disk;
mod model;
#[cfg(target_os = "linux")]
mod ordinary_user;
mod scale;
#[cfg(target_os = "linux")]
mod strace;
#[cfg(target_os = "linux")]
mod terminal_bytes;
#[cfg(target_os = "linux")]
mod two_processes;
