//! Marks and HTML, both ways.

use super::*;

/// In one line: `{B:bold}`, `[words](link)`, blocks apart by ` / `.
fn shown(blocks: &[TextBlock]) -> String {
    let span = |span: &TextSpan| {
        let styles: String = span.styles.iter().filter_map(|style| format!("{style:?}").chars().next()).collect();
        let text = span.text.replace('\n', "⏎");
        let text = if styles.is_empty() { text } else { format!("{{{styles}:{text}}}") };
        span.link.as_ref().map_or_else(|| text.clone(), |link| format!("[{text}]({})", link.url))
    };
    let one = |block: &TextBlock| match block {
        TextBlock::Text { spans } => spans.iter().map(span).collect(),
        TextBlock::Code { text } => format!("```{}```", text.replace('\n', "⏎")),
        TextBlock::Quote { blocks } => format!("> {}", shown(blocks)),
        TextBlock::List { start, items } => {
            let mark = start.map_or_else(|| "-".to_owned(), |start| format!("{start}."));
            format!("<{}>", items.iter().map(|item| format!("{mark} {}", shown(&item.blocks))).collect::<Vec<_>>().join(" | "))
        }
    };
    blocks.iter().map(one).collect::<Vec<_>>().join(" / ")
}

#[test]
fn html_of_others_is_reduced_to_a_few_marks() {
    let check = |html: &str, expected: &str| assert_eq!(shown(&from_html(html)), expected, "{html}");
    check("plain", "plain");
    check("<b>a</b> <strong>b</strong> <i>c</i> <em>d</em> <del>e</del> <code>f g</code>", "{B:a} {B:b} {I:c} {I:d} {S:e} {C:f g}");
    check("<p>one</p>\n<p>two<br>three<br/></p>", "one / two⏎three");
    check("a  \n b&nbsp;&amp; &lt;c&gt;", "a b\u{a0}& <c>");
    check("<a href=\"https://a.example/?x=1&amp;y=2\">here <b>it</b> is</a>.", "[here it is](https://a.example/?x=1&y=2).");
    check("<a href='https://a.example/'>https://a.example/</a>", "https://a.example/");
    check("<blockquote><p>said</p></blockquote>answer", "> said / answer");
    check("<ul><li>a</li><li>b<ol start=3><li>c</li></ol></li></ul>", "<- a | - b / <3. c>>");
    check("<pre><code class=\"language-rust\">let a = 1;\n  b &lt; c\n</code></pre>", "```let a = 1;⏎  b < c```");
    check("<h1>Big</h1>text<hr>more", "{B:Big} / text / more");
    check("<mx-reply><blockquote>old</blockquote></mx-reply>new", "new");
    check("<font color=red><span data-mx-color='#f00'>red</span></font> <u>under</u>", "red under");
    check("<img src=\"mxc://a/b\" alt=\":cat:\"> <table><tr><td>a</td><td>b</td></tr></table>", ":cat: / a b");
    check("unclosed <b>bold <i>both</b> plain", "unclosed {B:bold }{BI:both} plain");
    check("</b></p></ul>stray", "stray");
}

#[test]
fn hostile_html_harms_nothing() {
    let check = |html: &str, expected: &str| assert_eq!(shown(&from_html(html)), expected, "{html}");
    check("<script>alert('<b>x</b>')</script>a<style>b{}</style><iframe src=x>c</iframe>", "a");
    check("<b onclick=alert(1)>a</b><svg onload=alert(1)><circle></svg>", "{B:a}");
    check("<!-- <b>no</b> -->a<!DOCTYPE x><?php b ?>", "a");
    check("a\u{202e}b\u{0}c\u{200b}d", "abcd");
    check("<a href=\"javascript:alert(1)\">x</a>", "[x](javascript:alert(1))");
    check("<a>x</a><a href=''>y</a>", "xy");
    check("<b", "");
    check("&#x41;&#0;&#xd800;&bogus;", "A\u{fffd}\u{fffd}&bogus;");
    // Deep and wide, in a time that a page has.
    let start = std::time::Instant::now();
    let deep = from_html(&"<blockquote><b><ul><li>".repeat(2_000));
    assert!(shown(&deep).len() < 100, "{deep:?}");
    let deep = from_html(&format!("{}x", "<blockquote>".repeat(5_000)));
    assert_eq!(shown(&deep), "> > > > x");
    let wide: usize =
        from_html(&"<b>a</b> <a href='https://a.example/'>b</a>".repeat(1_400)).iter().map(|b| shown(std::slice::from_ref(b)).len()).sum();
    assert!(wide > 1_000);
    let many: String = (0..4_000).map(|n| format!("<b id={n}><p>")).collect();
    from_html(&many);
    assert!(start.elapsed().as_secs() < 5, "{:?}", start.elapsed());
}

#[test]
fn marks_that_one_types() {
    let check = |text: &str, expected: &str| assert_eq!(from_marks(text).map(|blocks| shown(&blocks)).as_deref(), Some(expected), "{text}");
    check("**bold** _it_ *it* ~~no~~ `a*b*`", "{B:bold} {I:it} {I:it} {S:no} {C:a*b*}");
    check("**one**\ntwo\n\nthree", "{B:one}⏎two / three");
    check("```rust\nlet a = 1;\n  b\n```", "```let a = 1;⏎  b```");
    check("> said\n\nanswer", "> said / answer");
    check("- a\n- b\n  - c", "<- a | - b / <- c>>");
    check("3. a\n4. b", "<3. a | 3. b>");
    check("[here](https://a.example/) and https://b.example/", "[here](https://a.example/) and https://b.example/");
    check("**\u{202e}x**", "{B:x}");
    // What else Markdown knows stays as it was typed.
    check("# Not a heading\n\n**b**", "# Not a heading / {B:b}");
    check("**b**\n\nTitle\n---\n\n***", "{B:b} / Title⏎--- / ***");
    check("**b** <u>x</u> ![pic](https://a.example/x.png)", "{B:b} <u>x</u> ![pic](https://a.example/x.png)");
    check("**b**\n\n    four spaces\n\n<div>html</div>", "{B:b} / four spaces / <div>html</div>");
    check("[1]: https://a.example/ **b**", "[1]: https://a.example/ {B:b}");
    check("| a | b |\n|---|---|\n| **1** | 2 |", "| a | b |⏎|---|---|⏎| {B:1} | 2 |");
}

#[test]
fn what_has_no_marks_stays_plain() {
    for text in [
        "",
        "plain",
        "2 * 3 * 4 and a_b_c",
        "https://a.example/x_y_z",
        "# heading",
        "one\n\ntwo",
        "-5 degrees",
        "a > b",
        "<b>x</b>",
        "[1]: https://a.example/",
        "snake_case * star",
        "* ",
        "`",
        "**",
        "3.14",
        "e.g. this",
        "¯\\(ツ)/¯",
    ] {
        assert_eq!(from_marks(text), None, "{text}");
        assert_eq!(write(text, &[]), Written::default(), "{text}");
    }
}

#[test]
fn people_are_named_in_words_only() {
    let named = |user: &str, words: &str| Named { user: user.into(), words: words.into() };
    let people = [named("@ruth:x", "@Ruth"), named("@ruth2:x", "@Ruth Ann"), named("@a/b:x", "@a/b:x")];
    let check = |text: &str, html: Option<&str>, users: &[&str]| {
        let written = write(text, &people);
        assert_eq!(written.html.as_deref(), html, "{text}");
        assert_eq!(written.users.iter().map(UserId::as_str).collect::<Vec<_>>(), users, "{text}");
    };
    check("Hi @Ruth!", Some("Hi <a href=\"https://matrix.to/#/@ruth:x\">@Ruth</a>!"), &["@ruth:x"]);
    check(
        "**@Ruth Ann** & @Ruth",
        Some(
            "<strong><a href=\"https://matrix.to/#/@ruth2:x\">@Ruth Ann</a></strong> &amp; <a href=\"https://matrix.to/#/@ruth:x\">@Ruth</a>",
        ),
        &["@ruth2:x", "@ruth:x"],
    );
    check("@a/b:x", Some("<a href=\"https://matrix.to/#/@a%2Fb:x\">@a/b:x</a>"), &["@a/b:x"]);
    check("mail@Ruth, @Ruthless, Ruth", None, &[]);
    check("`@Ruth`", Some("<code>@Ruth</code>"), &[]);
}

#[test]
fn words_alone() {
    let blocks = from_marks("**a** b\n\n> q\n\n- x\n- y\n\n```\ncode\n```").unwrap_or_default();
    assert_eq!(words_of(&blocks), "a b\n> q\n• x\n• y\ncode");
}

/// Marks within each other, as people and generators write them.
fn marked() -> impl proptest::strategy::Strategy<Value = String> {
    use proptest::prelude::*;
    let part = prop_oneof![
        "[a-z @.:/&<>\"]{0,8}",
        Just("**".to_owned()),
        Just("_".to_owned()),
        Just("~~".to_owned()),
        Just("`".to_owned()),
        Just("```\n".to_owned()),
        Just("\n".to_owned()),
        Just("\n\n> ".to_owned()),
        Just("\n- ".to_owned()),
        Just("\n1. ".to_owned()),
        Just("[x](https://a.example/)".to_owned()),
        Just("# ".to_owned()),
        Just("    ".to_owned()),
        Just("<b>".to_owned()),
        "\\PC{0,4}",
    ];
    proptest::collection::vec(part, 0..24).prop_map(|parts| parts.concat())
}

proptest::proptest! {
    #[test]
    fn html_never_panics_and_stays_bounded(html in "(\\PC|</?(b|i|p|ul|li|ol|blockquote|pre|code|a href=x|br|script)>|[<>&;\n]){0,80}") {
        let blocks = from_html(&html);
        assert!(words_of(&blocks).len() <= html.len() * 4 + 16);
        assert!(serde_json::to_string(&blocks).is_ok());
    }

    /// What is written is read by the other side as the same.
    #[test]
    fn what_is_written_is_read_again(text in marked()) {
        if let Some(blocks) = from_marks(&text) {
            let html = to_html(&blocks);
            let again = from_html(&html);
            assert_eq!(to_html(&again), html, "{text:?}");
        }
        let _ = write(&text, &[Named { user: "@a:x".into(), words: "@a".into() }]);
    }
}
