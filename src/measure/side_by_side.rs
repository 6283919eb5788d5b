//! Many independent values at once, on as many threads as there are cores; the order is theirs, whatever the threads.

/// Below this a thread costs more than it saves.
const WORTH_A_THREAD: usize = 512;

/// `value(0)`, `value(1)`, … in order.
///
/// # Panics
/// When a value does: the fault is handed on.
pub fn side_by_side<T: Send>(count: usize, value: &(impl Fn(usize) -> T + Sync)) -> Vec<T> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = cores.min(count / WORTH_A_THREAD).max(1);
    if threads == 1 {
        return (0..count).map(value).collect();
    }
    let share = count.div_ceil(threads);
    std::thread::scope(|scope| {
        let parts: Vec<_> = (0..threads)
            .map(|thread| {
                let (from, to) = (thread * share, ((thread + 1) * share).min(count));
                scope.spawn(move || (from..to).map(value).collect::<Vec<T>>())
            })
            .collect();
        let joined = parts
            .into_iter()
            .map(|part| part.join().unwrap_or_else(|fault| std::panic::resume_unwind(fault)));
        joined.flatten().collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_is_that_of_the_numbers() {
        for count in [0, 1, 511, 1024, 5000] {
            let squares = side_by_side(count, &|at| at * at);
            assert!(squares.len() == count && squares.iter().enumerate().all(|(at, square)| *square == at * at));
        }
    }
}
