//! Connections: how many, how long, and how they end.

use super::CollectorError;
use super::Settings;
use super::answer::Shared;
use super::answer::answer;
use super::throttle::Throttle;
use super::writer::Writer;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use hyper_util::rt::TokioTimer;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::net::IpAddr;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::sync::mpsc;
use tokio::sync::watch;
use tokio::task::JoinSet;

/// Answers on their way to the disk; more wait in their connections.
const WAITING: usize = 1024;
/// Bytes of the head of a request.
const HEAD_BYTES: usize = 16 << 10;
/// The longest a connection is kept; its request is finished.
const LIFETIME: Duration = Duration::from_secs(120);

/// Runs until the process is asked to stop (Ctrl-C, or the signal to end); requests under way are finished. `ready` is told
/// the address.
///
/// # Errors
/// [`CollectorError`] when the address or the inbox cannot be had.
pub fn run(settings: Settings, ready: impl FnOnce(SocketAddr)) -> Result<(), CollectorError> {
    run_until(settings, ready, asked_to_stop())
}

/// As [`run`], until `stop` comes true.
///
/// # Errors
/// As [`run`].
pub fn run_until(
    settings: Settings,
    ready: impl FnOnce(SocketAddr),
    stop: impl Future<Output = ()>,
) -> Result<(), CollectorError> {
    let settings = Arc::new(settings);
    let ended = served(&settings, ready, stop);
    settings.live.end();
    ended
}

fn served(
    settings: &Arc<Settings>,
    ready: impl FnOnce(SocketAddr),
    stop: impl Future<Output = ()>,
) -> Result<(), CollectorError> {
    let system = |source| CollectorError::System { source };
    let writer = Writer::new(settings)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .max_blocking_threads(8)
        .build()
        .map_err(system)?;
    let (jobs, waiting) = mpsc::channel(WAITING);
    let writing = std::thread::spawn(move || writer.run(waiting));
    let shared = Arc::new(Shared {
        settings: Arc::clone(settings),
        throttle: Throttle::new(settings.limits.per_minute),
        jobs,
    });
    let ended = runtime.block_on(async {
        let address = settings.listen;
        let listener = TcpListener::bind(address)
            .await
            .map_err(|source| CollectorError::Address { address, source })?;
        ready(listener.local_addr().map_err(system)?);
        connections(&listener, &shared, stop).await;
        Ok(())
    });
    // The writer ends when nobody can send to it any more.
    drop(shared);
    drop(runtime);
    drop(writing.join());
    ended
}

async fn connections(listener: &TcpListener, shared: &Arc<Shared>, stop: impl Future<Output = ()>) {
    let limits = shared.settings.limits;
    let (permits, crowd) = (Arc::new(Semaphore::new(limits.connections)), Crowd::default());
    let (stopping, told) = watch::channel(false);
    let mut open = JoinSet::new();
    let mut stop = pin!(stop);
    loop {
        // Above the limit connections wait in the system's own queue.
        let accepted = async {
            let permit = Arc::clone(&permits).acquire_owned().await.ok();
            (permit, listener.accept().await)
        };
        let (permit, accepted) = tokio::select! {
            () = &mut stop => break,
            accepted = accepted => accepted,
        };
        while open.try_join_next().is_some() {}
        let Ok((stream, peer)) = accepted else {
            // Out of file handles, most often: others will be given back.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let Some(place) = crowd.enter(peer.ip(), limits.connections_each) else {
            continue;
        };
        let (shared, told) = (Arc::clone(shared), told.clone());
        open.spawn(async move {
            connection(shared, peer.ip(), stream, told).await;
            drop((permit, place));
        });
    }
    let _ = stopping.send(true);
    let grace = limits.body_time + limits.head_time;
    let all = async { while open.join_next().await.is_some() {} };
    // Whoever has not finished by then never will.
    drop(tokio::time::timeout(grace, all).await);
    open.shutdown().await;
}

async fn connection(shared: Arc<Shared>, peer: IpAddr, stream: TcpStream, mut stopping: watch::Receiver<bool>) {
    // A receipt is small: it shall not wait for more.
    drop(stream.set_nodelay(true));
    let limits = shared.settings.limits;
    let service = service_fn(move |request| {
        let shared = Arc::clone(&shared);
        async move { Ok::<_, Infallible>(answer(shared, peer, request).await) }
    });
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head_time)
        .max_buf_size(HEAD_BYTES)
        .serve_connection(TokioIo::new(stream), service);
    let mut served = pin!(served);
    tokio::select! {
        // What is wrong with a connection concerns whoever opened it.
        _ = served.as_mut() => return,
        _ = stopping.changed() => {}
        () = tokio::time::sleep(LIFETIME) => {}
    }
    served.as_mut().graceful_shutdown();
    drop(tokio::time::timeout(limits.body_time, served).await);
}

/// How many connections each address has open.
#[derive(Debug, Default)]
struct Crowd(Arc<Mutex<BTreeMap<IpAddr, usize>>>);

/// A place in the crowd, given back when it is dropped.
struct Place(Arc<Mutex<BTreeMap<IpAddr, usize>>>, IpAddr);

impl Crowd {
    /// A place, unless the address has its share. This machine, where a proxy may be, has no limit of its own.
    fn enter(&self, address: IpAddr, most: usize) -> Option<Place> {
        let address = address.to_canonical();
        let mut crowd = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = crowd.entry(address).or_insert(0);
        if *count >= most && !address.is_loopback() {
            return None;
        }
        *count += 1;
        Some(Place(Arc::clone(&self.0), address))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut crowd = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = crowd.get_mut(&self.1) {
            *count -= 1;
            if *count == 0 {
                crowd.remove(&self.1);
            }
        }
    }
}

async fn asked_to_stop() {
    // Without a signal handler there is no graceful stop; the process still ends as any other does.
    let interrupted = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    {
        use tokio::signal::unix::SignalKind;
        use tokio::signal::unix::signal;
        let terminated = async {
            match signal(SignalKind::terminate()) {
                Ok(mut terminate) => drop(terminate.recv().await),
                Err(_) => std::future::pending::<()>().await,
            }
        };
        tokio::select! {
            () = interrupted => {}
            () = terminated => {}
        }
    }
    #[cfg(not(unix))]
    interrupted.await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_its_share_of_connections() {
        let crowd = Crowd::default();
        let far: IpAddr = "198.51.100.7".parse().unwrap();
        let held: Vec<_> = (0..3).map(|_| crowd.enter(far, 3)).collect();
        assert!(held.iter().all(Option::is_some) && crowd.enter(far, 3).is_none());
        assert!(crowd.enter("198.51.100.8".parse().unwrap(), 3).is_some());
        drop(held);
        assert!(crowd.enter(far, 3).is_some());
        let near: IpAddr = "127.0.0.1".parse().unwrap();
        let many: Vec<_> = (0..9).map(|_| crowd.enter(near, 3)).collect();
        assert!(many.iter().all(Option::is_some), "a proxy speaks for many");
    }
}
