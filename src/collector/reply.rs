//! What is said over HTTP, to a script or to a person.

use super::inbox::Receipt;
use super::inbox::Refusal;
use http_body_util::Full;
use hyper::Response;
use hyper::StatusCode;
use hyper::body::Bytes;
use hyper::header;
use hyper::header::HeaderValue;
use serde_json::json;

/// A whole response.
pub(super) type Reply = Response<Full<Bytes>>;

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reader {
    /// A browser on behalf of a person.
    Person,
    /// The script of a form.
    Script,
}

/// The receipt as a script reads it.
pub(super) fn receipt(receipt: &Receipt) -> Reply {
    let body = json!({
        "response_id": receipt.response_id,
        "content": receipt.content,
        "receipt": receipt.code,
        "again": receipt.again,
    });
    respond(StatusCode::OK, "application/json", format!("{body}\n"))
}

/// Why an answer was not taken.
pub(super) fn refused(refusal: &Refusal, response_id: &str, reader: Reader) -> Reply {
    let (status, name, en, zh) = match refusal {
        Refusal::Conflict => (
            StatusCode::CONFLICT,
            "conflict",
            "an answer with this id was taken before; this one is kept apart",
            "该编号的答卷此前已收到；这一份另行保存",
        ),
        Refusal::LinkUsed => (
            StatusCode::CONFLICT,
            "link_used",
            "this link was used before; this answer is kept apart",
            "该链接此前已使用；这一份答卷另行保存",
        ),
        Refusal::NoLink => (
            StatusCode::FORBIDDEN,
            "no_link",
            "this survey is answered by personal link; open the link you were sent, and send again",
            "该问卷须通过个人链接填写；请打开您收到的链接后重新提交",
        ),
        Refusal::Full | Refusal::Disk(_) => (
            StatusCode::SERVICE_UNAVAILABLE,
            "not_kept",
            "the answer could not be kept; go back and send it again later",
            "答卷未能保存；请返回稍后重新提交",
        ),
    };
    let later = status == StatusCode::SERVICE_UNAVAILABLE;
    if reader == Reader::Script && !later {
        // The script need not send it again: it is kept, and not counted.
        let body = json!({"error": name, "response_id": response_id, "aside": true, "en": en, "zh": zh});
        return respond(status, "application/json", format!("{body}\n"));
    }
    let mut reply = said(status, name, en, zh, reader);
    if later {
        put(&mut reply, header::RETRY_AFTER, "60");
    }
    reply
}

/// A few words, in both languages: who reads them is not known.
pub(super) fn said(status: StatusCode, name: &str, en: &str, zh: &str, reader: Reader) -> Reply {
    match reader {
        Reader::Person => respond(status, "text/plain; charset=utf-8", format!("{zh}\n{en}\n")),
        Reader::Script => {
            let body = json!({"error": name, "en": en, "zh": zh});
            respond(status, "application/json", format!("{body}\n"))
        }
    }
}

/// A response with the headers that all have.
pub(super) fn respond(status: StatusCode, kind: &'static str, body: impl Into<Bytes>) -> Reply {
    let mut reply = Response::new(Full::new(body.into()));
    *reply.status_mut() = status;
    for (name, value) in [
        (header::CONTENT_TYPE, kind),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-cache"),
    ] {
        put(&mut reply, name, value);
    }
    reply
}

pub(super) fn put(reply: &mut Reply, name: header::HeaderName, value: &'static str) {
    reply.headers_mut().insert(name, HeaderValue::from_static(value));
}

pub(super) fn nothing_here(reader: Reader) -> Reply {
    said(
        StatusCode::NOT_FOUND,
        "nothing_here",
        "there is no such page",
        "没有这个页面",
        reader,
    )
}

pub(super) fn only(methods: &'static str, reader: Reader) -> Reply {
    let mut reply = said(
        StatusCode::METHOD_NOT_ALLOWED,
        "method",
        "this address does not do that",
        "该地址不支持此操作",
        reader,
    );
    put(&mut reply, header::ALLOW, methods);
    reply
}

pub(super) fn broken(reader: Reader) -> Reply {
    said(
        StatusCode::INTERNAL_SERVER_ERROR,
        "broken",
        "something went wrong; send it again later",
        "出现错误；请稍后重新提交",
        reader,
    )
}
