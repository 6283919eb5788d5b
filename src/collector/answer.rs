//! What a request asks for, and the answer to it.

use super::Settings;
use super::decode::Fault;
use super::decode::pairs;
use super::form;
use super::form::Access;
use super::form::Form;
use super::form::Sent;
use super::inbox::Link;
use super::inbox::Submission;
use super::pages;
use super::preview;
use super::reply;
use super::reply::Reader;
use super::reply::Reply;
use super::reply::said;
use super::throttle::Throttle;
use super::writer::Job;
use http_body_util::BodyExt;
use http_body_util::LengthLimitError;
use http_body_util::Limited;
use hyper::HeaderMap;
use hyper::Method;
use hyper::Request;
use hyper::StatusCode;
use hyper::body::Incoming;
use hyper::header;
use hyper::header::HeaderValue;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Instant;
use tokio::sync::mpsc::Sender;
use tokio::sync::oneshot;

/// What all requests share.
pub(super) struct Shared {
    pub settings: Arc<Settings>,
    pub throttle: Throttle,
    pub jobs: Sender<Job>,
}

/// Answers a request that came from `peer`.
pub(super) async fn answer(shared: Arc<Shared>, peer: IpAddr, request: Request<Incoming>) -> Reply {
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let reader = reader(request.headers());
    let survey = path.strip_prefix("/s/").filter(|rest| !rest.contains('/'));
    let origin = allowed_origin(&shared.settings, request.headers());
    let known = survey.is_some_and(|survey| shared.settings.live.offer().form(survey).is_some());
    let mut reply = match (&method, survey) {
        (&Method::POST, Some(_)) if !known => said(
            StatusCode::NOT_FOUND,
            "no_survey",
            "there is no such survey",
            "没有这份问卷",
            reader,
        ),
        (&Method::POST, Some(survey)) => post(&shared, peer, survey, reader, request).await,
        (&Method::OPTIONS, Some(_)) if known && origin.is_some() => {
            let mut reply = reply::respond(StatusCode::NO_CONTENT, "text/plain", "");
            reply::put(&mut reply, header::ACCESS_CONTROL_ALLOW_METHODS, "POST");
            reply::put(&mut reply, header::ACCESS_CONTROL_ALLOW_HEADERS, "content-type");
            reply::put(&mut reply, header::ACCESS_CONTROL_MAX_AGE, "3600");
            reply
        }
        (_, Some(_)) if known => reply::only("POST", reader),
        (&Method::GET | &Method::HEAD, _) => page(&shared, &path, reader).await,
        _ if path == "/healthz" || shared.settings.site.is_some() => reply::only("GET, HEAD", reader),
        _ => reply::nothing_here(reader),
    };
    if let Some(origin) = origin {
        reply.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    }
    if survey.is_some() && !shared.settings.origins.is_empty() {
        reply::put(&mut reply, header::VARY, "Origin");
    }
    reply
}

/// A script says that it wants its receipt as JSON.
fn reader(headers: &HeaderMap) -> Reader {
    let accepted = headers.get(header::ACCEPT).and_then(|accepted| accepted.to_str().ok());
    if accepted.is_some_and(|accepted| accepted.contains("application/json")) {
        Reader::Script
    } else {
        Reader::Person
    }
}

/// The origin of the form, where its script may read the answer.
fn allowed_origin(settings: &Settings, headers: &HeaderMap) -> Option<HeaderValue> {
    let origin = headers.get(header::ORIGIN)?;
    let listed = settings
        .origins
        .iter()
        .any(|known| origin.as_bytes() == known.as_bytes());
    listed.then(|| origin.clone())
}

/// Whom a request is from, where that can be told: a proxy speaks for others.
fn sender(settings: &Settings, peer: IpAddr, headers: &HeaderMap) -> Option<IpAddr> {
    let peer = peer.to_canonical();
    if peer.is_loopback() || settings.proxy == Some(peer) {
        // The last entry is what the proxy itself saw.
        let said = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
        return said.rsplit(',').next()?.trim().parse().ok();
    }
    Some(peer)
}

async fn post(shared: &Arc<Shared>, peer: IpAddr, survey: &str, reader: Reader, request: Request<Incoming>) -> Reply {
    let settings = &shared.settings;
    let offer = settings.live.offer();
    let Some(form) = offer.form(survey).cloned() else {
        return reply::nothing_here(reader);
    };
    if let Some(sender) = sender(settings, peer, request.headers())
        && !shared.throttle.allows(sender, Instant::now())
    {
        let mut reply = said(
            StatusCode::TOO_MANY_REQUESTS,
            "too_many",
            "too many answers come from your network just now; wait a minute, go back, and send again",
            "您所在网络的提交过于频繁；请稍候一分钟，返回后重新提交",
            reader,
        );
        reply::put(&mut reply, header::RETRY_AFTER, "60");
        return reply;
    }
    let kind = request.headers().get(header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if kind.split(';').next().map(str::trim) != Some("application/x-www-form-urlencoded") {
        return said(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "form",
            "answers are sent as a form",
            "请以表单方式提交答卷",
            reader,
        );
    }
    let body = Limited::new(request.into_body(), settings.limits.body).collect();
    let body = match tokio::time::timeout(settings.limits.body_time, body).await {
        Ok(Ok(body)) => body.to_bytes(),
        Ok(Err(error)) if error.is::<LengthLimitError>() => return too_large(reader),
        Ok(Err(_)) | Err(_) => {
            return said(
                StatusCode::REQUEST_TIMEOUT,
                "incomplete",
                "the answer did not arrive whole; nothing was kept",
                "答卷未能完整送达，未予保存",
                reader,
            );
        }
    };
    let most = settings.limits.fields.max(form.most_fields);
    let pairs = match pairs(&body, most) {
        Ok(pairs) => pairs,
        Err(Fault::TooMany) => return too_many_fields(reader),
        Err(Fault::Unreadable) => {
            return said(
                StatusCode::BAD_REQUEST,
                "unreadable",
                "the answer cannot be read; nothing was kept",
                "答卷无法读取，未予保存",
                reader,
            );
        }
    };
    keep(shared, form, &pairs, reader).await
}

async fn keep(shared: &Shared, form: Form, pairs: &[(String, String)], reader: Reader) -> Reply {
    let (settings, survey, sent) = (&shared.settings, form.survey.clone(), Sent(pairs));
    let record = form::record(&form, &sent, (settings.clock)(), &settings.zone);
    let (language, id) = (record.language.clone(), record.response_id.clone());
    let submission = Submission {
        link: link(settings, &form, &sent),
        form: Arc::new(form),
        record,
    };
    let (reply, kept) = oneshot::channel();
    if shared.jobs.send(Job { submission, reply }).await.is_err() {
        return reply::broken(reader);
    }
    match (kept.await, reader) {
        (Err(_), _) => reply::broken(reader),
        (Ok(Err(refusal)), _) => reply::refused(&refusal, &id, reader),
        (Ok(Ok(receipt)), Reader::Script) => reply::receipt(&receipt),
        (Ok(Ok(receipt)), Reader::Person) => {
            let html = (settings.live.offer().thanks)(&survey, &language, &receipt);
            reply::respond(StatusCode::OK, "text/html; charset=utf-8", html)
        }
    }
}

/// By whose link an answer came: the one place where tokens are looked at.
fn link(settings: &Settings, form: &Form, sent: &Sent<'_>) -> Link {
    let person = sent
        .first("token")
        .and_then(|token| (settings.tokens)(&form.survey, token));
    match (person, form.access) {
        (Some(person), _) => Link::Person(person),
        (None, Access::Open) => Link::None,
        (None, Access::Link) => Link::Invalid,
    }
}

fn too_large(reader: Reader) -> Reply {
    said(
        StatusCode::PAYLOAD_TOO_LARGE,
        "too_large",
        "the answer is too large; nothing was kept",
        "答卷过大，未予保存",
        reader,
    )
}

fn too_many_fields(reader: Reader) -> Reply {
    said(
        StatusCode::PAYLOAD_TOO_LARGE,
        "too_many_fields",
        "the answer has too many fields; nothing was kept",
        "答卷字段过多，未予保存",
        reader,
    )
}

async fn page(shared: &Arc<Shared>, path: &str, reader: Reader) -> Reply {
    let settings = &shared.settings;
    if path == "/healthz" {
        return if (settings.free)(&settings.inbox) < settings.limits.min_free {
            reply::respond(StatusCode::SERVICE_UNAVAILABLE, "text/plain; charset=utf-8", "full\n")
        } else {
            reply::respond(StatusCode::OK, "text/plain; charset=utf-8", "ok\n")
        };
    }
    let Some(site) = settings.site.clone() else {
        return reply::nothing_here(reader);
    };
    let state = settings.live.preview();
    if let (Some(state), preview::PATH) = (&state, path) {
        return reply::respond(StatusCode::OK, "application/json", preview::said(state));
    }
    let asked = path.to_owned();
    // The disk is waited for on a thread of its own.
    let read = move || pages::page(&site, &asked, state.as_ref());
    let found = tokio::task::spawn_blocking(read).await.ok().flatten();
    found.unwrap_or_else(|| reply::nothing_here(reader))
}
