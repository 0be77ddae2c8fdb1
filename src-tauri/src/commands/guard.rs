//! What the guard says of links, whom and what one trusts.

use tackroom_core::api::{Code, Problem, args};
use tackroom_core::guard;
use tackroom_core::model::{GuardData, Trail, Trusted, Verdict};

use super::{read, write};
use crate::app::App;

pub fn check_link(args: &args::CheckLink) -> Verdict {
    guard::check_link(&args.url)
}

/// The link is judged as it stands in the store; the address that is followed is the one that was asked about.
pub async fn follow_link(app: &App, args: args::FollowLink) -> Result<Trail, Problem> {
    let (judged, trust) = read(app, move |reader| Ok((reader.judged_of(&args.url, args.message, args.item)?, reader.trust()?))).await?;
    let net = app.core()?.net.clone();
    Ok(guard::follow(&net, &judged.subject(), |site| trust.site(site)).await)
}

pub async fn trusted(app: &App) -> Result<Trusted, Problem> {
    read(app, |reader| reader.trusted()).await
}

pub async fn trust_site(app: &App, args: args::TrustSite) -> Result<(), Problem> {
    if !args.trusted {
        // As it stands in the list, also a name without a dot.
        return write(app, move |writer| writer.trust_site(&args.site, false)).await;
    }
    let site = guard::typed(&args.site).ok().and_then(|url| guard::site_of(&url));
    let site = site.ok_or_else(|| Problem::said(Code::BadInput, "no-site", &[]))?;
    write(app, move |writer| writer.trust_site(&site, true)).await
}

pub async fn trust_person(app: &App, args: args::TrustPerson) -> Result<(), Problem> {
    write(app, move |writer| writer.trust_person(&args.user, args.trusted)).await
}

pub fn lists() -> Vec<GuardData> {
    guard::sources()
}
