//! Doubles of the servers that sign people in: single sign-on by CAS, which Synapse asks, and Matrix' OAuth 2.0 API
//! (spec 1.15: metadata, dynamic registration, authorization code with PKCE, refresh) before Synapse, whose own log-in
//! gives the tokens. Revocation is named but not there: clients must refuse it over plain http (RFC 7009).

use std::collections::HashMap;
use std::process::Command;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use url::Url;

use super::proxy::Fate;
use super::web::{Answer, Asked, Web};
use super::{Account, Proxy, Raw, Server};

/// A CAS server at which one person is signed in already.
pub struct Cas(Web);

impl Cas {
    pub fn of(user: &str) -> Self {
        let user = user.to_owned();
        Self(Web::serve(move |asked| match asked.path.as_str() {
            "/login" => Answer::redirect(&format!("{}&ticket=ST-1", asked.get("service"))),
            "/proxyValidate" if asked.get("ticket") == "ST-1" => Answer(
                200,
                "text/xml".into(),
                format!(
                    "<cas:serviceResponse xmlns:cas=\"http://www.yale.edu/tp/cas\"><cas:authenticationSuccess>\
                     <cas:user>{user}</cas:user></cas:authenticationSuccess></cas:serviceResponse>"
                )
                .into(),
            ),
            _ => Answer::refused("no such ticket"),
        }))
    }

    /// A homeserver that signs people in here, and by nothing else.
    pub fn server(&self) -> Server {
        Server::with(&json!({ "cas_config": { "enabled": true, "server_url": self.0.url }, "password_config": { "enabled": false } }))
    }
}

/// What happened at the OAuth server.
#[derive(Default)]
pub struct Ledger {
    pub registered: Vec<Value>,
    /// `prompt` of each authorization.
    pub prompts: Vec<String>,
    pub refreshed: u32,
    codes: HashMap<String, Grant>,
}

struct Grant {
    account: Account,
    device: String,
    redirect: String,
    challenge: String,
}

/// A homeserver whose people sign in by OAuth 2.0.
pub struct Oauth {
    pub url: String,
    pub ledger: Arc<Mutex<Ledger>>,
    _proxy: Proxy,
    _web: Web,
}

impl Oauth {
    /// The person is signed in at the server's page already; who asks for a new account becomes `newcomer`.
    pub fn before(server: &Server, person: &Account, newcomer: &Account) -> Self {
        let ledger = Arc::new(Mutex::new(Ledger::default()));
        let (book, raw) = (ledger.clone(), Raw::anonymous(&server.url));
        let (person, newcomer) = (person.clone(), newcomer.clone());
        let web = Web::serve(move |asked| {
            let mut book = book.lock().unwrap();
            match asked.path.as_str() {
                "/register" => register(asked, &mut book),
                "/authorize" => {
                    let who = if asked.get("prompt") == "create" { &newcomer } else { &person };
                    authorize(asked, &mut book, who)
                }
                "/token" => token(asked, &mut book, &raw),
                _ => Answer::refused("no such page"),
            }
        });
        let proxy = Proxy::before(server.port);
        let metadata = metadata(&web.url).to_string();
        proxy.rule(move |seen| {
            if seen.path.contains("/auth_metadata") {
                Fate::Answer(200, vec![("content-type".into(), "application/json".into())], metadata.clone())
            } else {
                Fate::Pass
            }
        });
        Self { url: proxy.url.clone(), ledger, _proxy: proxy, _web: web }
    }
}

fn metadata(base: &str) -> Value {
    let at = |name: &str| format!("{base}/{name}");
    json!({
        "issuer": format!("{base}/"),
        "authorization_endpoint": at("authorize"),
        "token_endpoint": at("token"),
        "registration_endpoint": at("register"),
        "revocation_endpoint": at("revoke"),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query", "fragment"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "code_challenge_methods_supported": ["S256"],
        "prompt_values_supported": ["create"],
    })
}

fn register(asked: &Asked, book: &mut Ledger) -> Answer {
    let client: Value = serde_json::from_slice(&asked.body).unwrap();
    let id = format!("client-{}", book.registered.len());
    let mut answer = client.clone();
    answer["client_id"] = json!(id);
    book.registered.push(client);
    Answer::json(&answer)
}

fn authorize(asked: &Asked, book: &mut Ledger, account: &Account) -> Answer {
    let redirect = asked.get("redirect_uri");
    let known = book.registered.iter().any(|client| client["redirect_uris"].as_array().unwrap().contains(&json!(redirect)));
    if !known || asked.get("response_type") != "code" || asked.get("code_challenge_method") != "S256" {
        return Answer::refused("invalid_request");
    }
    let scope = asked.get("scope");
    let device = scope.split(' ').find_map(|part| part.rsplit_once(":device:")).map(|(_, device)| device.to_owned());
    let Some(device) = device else { return Answer::refused("invalid_scope") };
    book.prompts.push(asked.get("prompt"));
    let code = format!("code-{}", book.prompts.len());
    let grant = Grant { account: account.clone(), device, redirect: redirect.clone(), challenge: asked.get("code_challenge") };
    book.codes.insert(code.clone(), grant);
    let mut back = Url::parse(&redirect).unwrap();
    back.query_pairs_mut().append_pair("code", &code).append_pair("state", &asked.get("state"));
    Answer::redirect(back.as_str())
}

fn token(asked: &Asked, book: &mut Ledger, raw: &Raw) -> Answer {
    let form = asked.form();
    let field = |name: &str| form.get(name).cloned().unwrap_or_default();
    let synapse = match field("grant_type").as_str() {
        "authorization_code" => {
            let Some(grant) = book.codes.remove(&field("code")) else { return Answer::refused("invalid_grant") };
            if grant.redirect != field("redirect_uri") || challenge(&field("code_verifier")) != grant.challenge {
                return Answer::refused("invalid_grant");
            }
            raw.post(
                "/_matrix/client/v3/login",
                &json!({
                    "type": "m.login.password", "identifier": { "type": "m.id.user", "user": grant.account.local },
                    "password": grant.account.password, "device_id": grant.device, "refresh_token": true,
                }),
            )
        }
        "refresh_token" => {
            let body = json!({ "refresh_token": field("refresh_token") });
            let (status, answer) = raw.ask(reqwest::Method::POST, "/_matrix/client/v3/refresh", Some(&body));
            if status >= 300 {
                return Answer::refused("invalid_grant");
            }
            book.refreshed += 1;
            answer
        }
        _ => return Answer::refused("unsupported_grant_type"),
    };
    let mut answer = json!({ "token_type": "Bearer", "access_token": synapse["access_token"], "refresh_token": synapse["refresh_token"] });
    if let Some(life) = synapse["expires_in_ms"].as_u64() {
        answer["expires_in"] = json!(life / 1000);
    }
    Answer::json(&answer)
}

/// What a PKCE verifier hashes to; Python has it, so that the tests need no crate for it.
fn challenge(verifier: &str) -> String {
    let program =
        "import base64,hashlib,sys;print(base64.urlsafe_b64encode(hashlib.sha256(sys.argv[1].encode()).digest()).decode().rstrip('='))";
    let done = Command::new("python3").args(["-c", program, verifier]).output().unwrap();
    String::from_utf8(done.stdout).unwrap().trim().to_owned()
}
