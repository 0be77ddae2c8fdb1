//! The feed: its sources, boards, pages, and what is found in all of it.

use tackroom_core::api::{Problem, args};
use tackroom_core::feed;
use tackroom_core::model::{Board, FeedItem, FeedPage, PagePreview, SearchHit, Source};

use super::{read, write};
use crate::app::App;

/// Most items that one answer holds: the view restores its place with one read.
const LIMIT_MAX: u32 = 2_000;

pub async fn sources(app: &App) -> Result<Vec<Source>, Problem> {
    read(app, |reader| reader.sources()).await
}

pub async fn add(app: &App, args: args::AddFeed) -> Result<Source, Problem> {
    feed::add(&*app.core()?, &args.address).await
}

pub async fn remove(app: &App, args: args::RemoveFeed) -> Result<(), Problem> {
    write(app, move |writer| writer.remove_source(args.source)).await
}

pub async fn refresh(app: &App) -> Result<(), Problem> {
    feed::refresh(&*app.core()?).await
}

pub async fn page(app: &App, args: args::FeedPage) -> Result<FeedPage, Problem> {
    read(app, move |reader| reader.feed_page(args.source, args.after, args.limit.min(LIMIT_MAX))).await
}

pub async fn newer(app: &App, args: args::FeedNewer) -> Result<u32, Problem> {
    read(app, move |reader| reader.feed_newer(args.source, args.than)).await
}

pub async fn item(app: &App, args: args::FeedItem) -> Result<FeedItem, Problem> {
    read(app, move |reader| reader.feed_item(args.item)).await
}

pub async fn preview_link(app: &App, args: args::PreviewLink) -> Result<PagePreview, Problem> {
    feed::page_preview(&*app.core()?, &args.url).await
}

pub async fn boards(app: &App) -> Result<Vec<Board>, Problem> {
    read(app, |reader| reader.boards()).await
}

pub async fn create_board(app: &App, args: args::CreateBoard) -> Result<Board, Problem> {
    let room = app.matrix().await?.create_board(&args.name).await?;
    read(app, move |reader| reader.board(&room)).await
}

pub async fn search(app: &App, args: args::Search) -> Result<Vec<SearchHit>, Problem> {
    read(app, move |reader| reader.search(&args.query, args.limit.min(200))).await
}
