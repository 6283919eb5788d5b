//! What a collector is run with.

use super::CollectorError;
use super::form::Live;
use crate::store::Disk;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::net::IpAddr;
use std::net::SocketAddr;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// Finds the person whose link carried a token for a survey: a pseudonym, or `None` when the token is no valid one.
pub type Tokens = Box<dyn Fn(&str, &str) -> Option<String> + Send + Sync>;

/// What the collector is run with.
pub struct Settings {
    /// Address to listen on; port 0 takes any that is free.
    pub listen: SocketAddr,
    /// Folder of a site to be shown too; `None` shows nothing.
    pub site: Option<PathBuf>,
    /// Folder into which answers go, one below it a survey.
    pub inbox: PathBuf,
    /// The forms that may post, and what is said after them.
    pub live: Arc<Live>,
    /// Checks the tokens of personal links; the only place where that is done.
    pub tokens: Tokens,
    /// Origins of forms on other sites whose scripts may read their receipt, such as `https://forms.example.org`.
    pub origins: Vec<String>,
    /// A proxy elsewhere than on this machine whose `X-Forwarded-For` is believed.
    pub proxy: Option<IpAddr>,
    /// What is too much.
    pub limits: Limits,
    /// Told when an answer could not be kept, and why.
    pub trouble: Box<dyn Fn(&CollectorError) + Send + Sync>,
    /// The time; nothing else asks for it.
    pub clock: Box<dyn Fn() -> Timestamp + Send + Sync>,
    /// The zone of the workspace's days.
    pub zone: TimeZone,
    /// A number nobody can guess, for ids of answers that bring none.
    pub salt: u64,
    /// Where files are written.
    pub disk: Arc<dyn Disk>,
    /// Bytes that may still be written in a folder.
    pub free: Box<dyn Fn(&Path) -> u64 + Send + Sync>,
}

/// What is too much.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of an answer.
    pub body: usize,
    /// Fields of an answer, unless its form has more.
    pub fields: usize,
    /// Time for the head of a request.
    pub head_time: Duration,
    /// Time for its body.
    pub body_time: Duration,
    /// Connections at once.
    pub connections: usize,
    /// Connections at once from one address elsewhere.
    pub connections_each: usize,
    /// Answers a minute from one address.
    pub per_minute: u32,
    /// Bytes that must be free for an answer to be taken.
    pub min_free: u64,
    /// Bytes after which a segment is sealed.
    pub segment: u64,
    /// Bytes of a file of answers kept aside.
    pub aside: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body: 256 << 10,
            fields: 400,
            head_time: Duration::from_secs(5),
            body_time: Duration::from_secs(30),
            connections: 1000,
            connections_each: 250,
            per_minute: 300,
            min_free: 100_000_000,
            segment: 8 << 20,
            aside: 16 << 20,
        }
    }
}
