//! What the layout promises, read from the source and from cargo's own graph: each rule of ARCHITECTURE.md that code can show.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Files below a folder with one of these endings, build outputs left out.
fn files(folder: &str, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            if path.is_dir() && !["node_modules", "dist", "target", "gen"].contains(&name.as_str()) {
                folders.push(path);
            } else if endings.iter().any(|ending| name.ends_with(ending)) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).to_string_lossy().into_owned()
}

/// Lines of code (comments left out) that a rule finds wrong, as `file:line: text`.
fn offenders(files: &[PathBuf], wrong: impl Fn(&str) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for file in files {
        for (number, line) in fs::read_to_string(file).unwrap().lines().enumerate() {
            let code = line.trim_start();
            if !code.starts_with("//") && !code.starts_with('*') && wrong(code) {
                found.push(format!("{}:{}: {code}", shown(file), number + 1));
            }
        }
    }
    found
}

/// The crates that a package is built from, features of the tests included.
fn tree(package: &str) -> String {
    let args = ["tree", "--locked", "--offline", "-p", package, "-e", "normal", "--features", "testing", "--prefix", "none"];
    let done = Command::new(env!("CARGO")).args(args).current_dir(root()).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}

fn has_crate(tree: &str, wanted: impl Fn(&str) -> bool) -> Vec<String> {
    tree.lines().filter_map(|line| line.split_whitespace().next()).filter(|name| wanted(name)).map(str::to_owned).collect()
}

#[test]
fn core_knows_neither_window_nor_matrix() {
    let tree = tree("tackroom-core");
    assert!(has_crate(&tree, |name| name == "tackroom-core").len() == 1, "the tree could not be read: {tree}");
    let found =
        has_crate(&tree, |n| n.starts_with("tauri") || n == "wry" || n == "tao" || n.starts_with("matrix-sdk") || n.starts_with("ruma"));
    assert!(found.is_empty(), "core depends on {found:?}");
}

#[test]
fn matrix_knows_no_window() {
    let found = has_crate(&tree("tackroom-matrix"), |n| n.starts_with("tauri") || n == "wry" || n == "tao" || n == "keyring");
    assert!(found.is_empty(), "matrix depends on {found:?}");
}

#[test]
fn no_tauri_outside_the_shell() {
    let rust = [files("src-tauri/core", &[".rs", "Cargo.toml"]), files("src-tauri/matrix", &[".rs", "Cargo.toml"])].concat();
    let found = offenders(&rust, |code| code.contains("tauri::") || code.starts_with("tauri"));
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn no_matrix_sdk_outside_matrix() {
    let rust = [files("src-tauri/src", &[".rs"]), files("src-tauri/core", &[".rs", "Cargo.toml"])].concat();
    let found = offenders(&rust, |code| code.contains("matrix_sdk") || code.contains("matrix-sdk") || code.contains("ruma::"));
    assert!(found.is_empty(), "{found:#?}");
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    assert!(!manifest.contains("matrix-sdk"), "the shell's manifest names matrix-sdk");
}

#[test]
fn no_sql_outside_the_store() {
    let rust: Vec<_> = files("src-tauri", &[".rs"])
        .into_iter()
        .filter(|path| !shown(path).starts_with("src-tauri/core/src/store/") && !shown(path).contains("/tests/"))
        .collect();
    let words = ["SELECT ", "INSERT INTO", "INSERT OR", "DELETE FROM", "UPDATE OR", "CREATE TABLE", "PRAGMA ", "rusqlite::"];
    let found = offenders(&rust, |code| words.iter().any(|word| code.contains(word)));
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn only_the_api_folder_of_the_ui_imports_tauri() {
    let ui: Vec<_> =
        files("ui/src", &[".ts", ".svelte", ".js"]).into_iter().filter(|path| !shown(path).starts_with("ui/src/api/")).collect();
    let found = offenders(&ui, |code| code.contains("@tauri-apps") || code.contains("__TAURI"));
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn ui_folders_are_layers() {
    let domains = ["conversation", "feed", "board", "guard", "people", "settings"];
    let ui = files("ui/src", &[".ts", ".svelte"]);
    let mut found = Vec::new();
    for file in &ui {
        let path = shown(file);
        let Some(layer) = path.strip_prefix("ui/src/").and_then(|rest| rest.split_once('/')).map(|(layer, _)| layer.to_owned()) else {
            continue;
        };
        let forbidden: Vec<&str> = match layer.as_str() {
            "shared" => domains.iter().copied().chain(["views"]).collect(),
            "views" => vec![],
            "api" => domains.iter().copied().chain(["views", "shared"]).collect(),
            _ if domains.contains(&layer.as_str()) => vec!["views"],
            _ => continue,
        };
        found.extend(offenders(std::slice::from_ref(file), |code| {
            (code.starts_with("import") || code.starts_with("export") || code.starts_with("} from"))
                && forbidden.iter().any(|folder| code.contains(&format!("../{folder}/")) || code.contains(&format!("../{folder}\"")))
        }));
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn files_stay_small() {
    let sources = [files("src-tauri", &[".rs"]), files("ui/src", &[".ts", ".svelte"]), files("scripts", &[".py"])].concat();
    let mut found = Vec::new();
    for file in sources.iter().filter(|file| !shown(file).ends_with("api/types.ts")) {
        let lines = fs::read_to_string(file).unwrap().lines().count();
        if lines > 800 {
            found.push(format!("{} has {lines} lines", shown(file)));
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn nothing_is_ignored_or_left_to_do() {
    let rust: Vec<_> =
        [files("src-tauri", &[".rs"]), files("tests", &[".rs"])].concat().into_iter().filter(|f| !f.ends_with("invariants.rs")).collect();
    let found = offenders(&rust, |code| code.contains("#[ignore") || code.contains("todo!(") || code.contains("unimplemented!("));
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn the_policy_of_the_web_view_is_strict() {
    let config: serde_json::Value = serde_json::from_str(&fs::read_to_string(root().join("tauri.conf.json")).unwrap()).unwrap();
    let policy = config["app"]["security"]["csp"].as_str().unwrap();
    for part in
        ["default-src 'self'", "script-src 'self'", "object-src 'none'", "frame-src 'none'", "base-uri 'none'", "form-action 'none'"]
    {
        assert!(policy.contains(part), "{policy} lacks {part}");
    }
    for loose in ["https:", "unsafe-eval", "script-src 'self' 'unsafe-inline'", "*"] {
        assert!(!policy.contains(loose), "{policy} has {loose}");
    }
    assert_eq!(config["app"]["withGlobalTauri"], false);
}
