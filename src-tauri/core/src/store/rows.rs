//! Small helpers over rusqlite: a statement is prepared once and kept.

use rusqlite::{Connection, OptionalExtension, Params, Row};

use super::StoreError;

/// All rows of a query.
pub(super) fn all<T>(
    conn: &Connection,
    sql: &str,
    params: impl Params,
    map: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>, StoreError> {
    #[cfg(test)]
    record(sql);
    let mut statement = conn.prepare_cached(sql)?;
    let rows = statement.query_map(params, map)?.collect::<rusqlite::Result<Vec<T>>>()?;
    Ok(rows)
}

/// The first row, if any.
pub(super) fn one<T>(
    conn: &Connection,
    sql: &str,
    params: impl Params,
    map: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Option<T>, StoreError> {
    #[cfg(test)]
    record(sql);
    Ok(conn.prepare_cached(sql)?.query_row(params, map).optional()?)
}

/// Runs a statement; answers how many rows it touched.
pub(super) fn run(conn: &Connection, sql: &str, params: impl Params) -> Result<usize, StoreError> {
    Ok(conn.prepare_cached(sql)?.execute(params)?)
}

#[cfg(test)]
thread_local! {
    static RECORDED: std::cell::RefCell<std::collections::BTreeSet<String>> = Default::default();
}

#[cfg(test)]
fn record(sql: &str) {
    RECORDED.with_borrow_mut(|all| all.insert(sql.to_owned()));
}

/// The queries that this thread has run since it was last asked.
#[cfg(test)]
pub(super) fn recorded() -> std::collections::BTreeSet<String> {
    RECORDED.take()
}
