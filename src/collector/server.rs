//! The HTTP side: pages out, answers in.

use super::CollectorError;
use super::decode::Fault;
use super::decode::pairs;
use super::inbox::Form;
use super::inbox::Inbox;
use super::inbox::Receipt;
use super::inbox::Refusal;
use super::pages::Found;
use super::pages::find;
use axum::Router;
use axum::body::Body;
use axum::extract::DefaultBodyLimit;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::Method;
use axum::http::StatusCode;
use axum::http::Uri;
use axum::http::header;
use axum::response::Response;
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

/// The largest answer, in bytes.
const LARGEST: usize = 256 << 10;
/// The most fields of an answer.
const MOST_FIELDS: usize = 400;

/// Makes the page shown after sending, from survey, language and receipt.
pub type Thanks = Box<dyn Fn(&str, &str, &Receipt) -> String + Send + Sync>;

/// What the collector is run with.
pub struct Settings {
    /// Port on this machine; 0 takes any that is free.
    pub port: u16,
    /// Folder of the built site.
    pub site: PathBuf,
    /// Folder into which answers go, `<survey>/collected-….csv`.
    pub inbox: PathBuf,
    /// The forms that may post.
    pub forms: Vec<Form>,
    /// The page shown after sending.
    pub thanks: Thanks,
    /// Told when an answer could not be kept, and why.
    pub trouble: Box<dyn Fn(&CollectorError) + Send + Sync>,
    /// The time; nothing else asks for it.
    pub clock: Box<dyn Fn() -> Timestamp + Send + Sync>,
}

struct Shared {
    settings: Settings,
    inboxes: BTreeMap<String, Mutex<Inbox>>,
}

/// Runs until the process is asked to stop (Ctrl-C); requests under way are finished. `ready` is told the address.
///
/// # Errors
/// [`CollectorError`] when the port or the inbox cannot be had.
pub fn run(settings: Settings, ready: impl FnOnce(SocketAddr)) -> Result<(), CollectorError> {
    run_until(settings, ready, async {
        // Without a signal handler there is no graceful stop; the process still ends as any other does.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}

/// As [`run`], until `stop` comes true.
///
/// # Errors
/// As [`run`].
pub fn run_until(
    mut settings: Settings,
    ready: impl FnOnce(SocketAddr),
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), CollectorError> {
    let port = settings.port;
    let mut inboxes = BTreeMap::new();
    for form in std::mem::take(&mut settings.forms) {
        inboxes.insert(form.survey.clone(), Mutex::new(Inbox::open(&settings.inbox, form)?));
    }
    let shared = Arc::new(Shared { settings, inboxes });
    let system = |source| CollectorError::System { source };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(system)?;
    runtime.block_on(async {
        // Loopback only: a preview is nobody else's business.
        let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await;
        let listener = listener.map_err(|source| CollectorError::Port { port, source })?;
        ready(listener.local_addr().map_err(system)?);
        let router = Router::new()
            .fallback(answer)
            .layer(DefaultBodyLimit::max(LARGEST))
            .with_state(shared);
        axum::serve(listener, router)
            .with_graceful_shutdown(stop)
            .await
            .map_err(system)
    })
}

async fn answer(
    State(shared): State<Arc<Shared>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let path = uri.path();
    let survey = path.strip_prefix("/s/").filter(|rest| !rest.contains('/'));
    match (&method, survey) {
        (&Method::POST, Some(survey)) => {
            if !shared.inboxes.contains_key(survey) {
                return said(StatusCode::NOT_FOUND, "there is no such survey", "没有这份问卷");
            }
            let kind = headers
                .get(header::CONTENT_TYPE)
                .and_then(|kind| kind.to_str().ok())
                .unwrap_or_default();
            if kind.split(';').next().map(str::trim) != Some("application/x-www-form-urlencoded") {
                return said(
                    StatusCode::UNSUPPORTED_MEDIA_TYPE,
                    "answers are sent as a form",
                    "请以表单方式提交答卷",
                );
            }
            let Ok(body) = axum::body::to_bytes(body, LARGEST).await else {
                return said(
                    StatusCode::PAYLOAD_TOO_LARGE,
                    "the answer is too large; nothing was kept",
                    "答卷过大，未予保存",
                );
            };
            let survey = survey.to_owned();
            // The disk is waited for on a thread of its own.
            let taken = tokio::task::spawn_blocking(move || take(&shared, &survey, &body)).await;
            taken.unwrap_or_else(|_| broken())
        }
        (&Method::GET | &Method::HEAD, Some(survey)) if shared.inboxes.contains_key(survey) => only("POST"),
        (&Method::GET | &Method::HEAD, _) => page(&shared, path).await,
        (_, Some(_)) => only("POST"),
        _ => only("GET, HEAD"),
    }
}

fn take(shared: &Shared, survey: &str, body: &[u8]) -> Response {
    let Some(inbox) = shared.inboxes.get(survey) else {
        return broken();
    };
    let pairs = match pairs(body, MOST_FIELDS) {
        Ok(pairs) => pairs,
        Err(Fault::TooMany) => {
            return said(
                StatusCode::PAYLOAD_TOO_LARGE,
                "the answer has too many fields; nothing was kept",
                "答卷字段过多，未予保存",
            );
        }
        Err(Fault::Unreadable) => {
            return said(
                StatusCode::BAD_REQUEST,
                "the answer cannot be read; nothing was kept",
                "答卷无法读取，未予保存",
            );
        }
    };
    let now = (shared.settings.clock)();
    let taken = inbox.lock().unwrap_or_else(PoisonError::into_inner).take(&pairs, now);
    match taken {
        Ok(receipt) => {
            let language = pairs
                .iter()
                .find(|(name, _)| name == "language")
                .map(|(_, value)| value.as_str())
                .unwrap_or_default();
            let html = (shared.settings.thanks)(survey, language, &receipt);
            respond(StatusCode::OK, "text/html; charset=utf-8", Body::from(html))
        }
        Err(Refusal::Conflict) => said(
            StatusCode::CONFLICT,
            "an answer with this id was taken before; this one is kept apart",
            "该编号的答卷此前已收到；这一份另行保存",
        ),
        Err(Refusal::Disk(source)) => {
            (shared.settings.trouble)(&CollectorError::Inbox {
                path: shared.settings.inbox.join(survey),
                source,
            });
            said(
                StatusCode::SERVICE_UNAVAILABLE,
                "the answer could not be kept; go back and send it again later",
                "答卷未能保存；请返回稍后重新提交",
            )
        }
    }
}

async fn page(shared: &Arc<Shared>, path: &str) -> Response {
    if path == "/healthz" {
        return respond(StatusCode::OK, "text/plain; charset=utf-8", Body::from("ok\n"));
    }
    let (looked, asked) = (Arc::clone(shared), path.to_owned());
    let read = move || match find(&looked.settings.site, &asked) {
        Found::File(file, kind) => std::fs::read(file)
            .ok()
            .map(|bytes| respond(StatusCode::OK, kind, Body::from(bytes))),
        Found::Folder => {
            let moved = Response::builder()
                .status(StatusCode::PERMANENT_REDIRECT)
                .header(header::LOCATION, format!("{asked}/"));
            moved.body(Body::empty()).ok()
        }
        Found::Nothing => None,
    };
    let found = tokio::task::spawn_blocking(read).await.ok().flatten();
    found.unwrap_or_else(|| said(StatusCode::NOT_FOUND, "there is no such page", "没有这个页面"))
}

fn only(methods: &'static str) -> Response {
    let mut response = said(
        StatusCode::METHOD_NOT_ALLOWED,
        "this address does not do that",
        "该地址不支持此操作",
    );
    response
        .headers_mut()
        .insert(header::ALLOW, header::HeaderValue::from_static(methods));
    response
}

fn broken() -> Response {
    said(
        StatusCode::INTERNAL_SERVER_ERROR,
        "something went wrong; send it again later",
        "出现错误；请稍后重新提交",
    )
}

/// A few words for a person, in both languages: who they are is not known.
fn said(status: StatusCode, en: &str, zh: &str) -> Response {
    respond(status, "text/plain; charset=utf-8", Body::from(format!("{zh}\n{en}\n")))
}

fn respond(status: StatusCode, kind: &'static str, body: Body) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    for (name, value) in headers {
        response
            .headers_mut()
            .insert(name, header::HeaderValue::from_static(value));
    }
    response
}
