//! What a preview adds to a page: what is wrong, above it, and a script that loads it anew after a change.
//!
//! Only pages that are shown are changed, never those in the folder of the site. The policy of the page is widened by the
//! hashes of what is added, and by nothing else.

use super::form::Preview;
use crate::site::hash_source;
use serde_json::json;

/// Where an open page asks for the state of the preview.
pub(super) const PATH: &str = "/.preview";

const STYLE: &str = "#manyi-preview{all:initial;display:block;font:14px/1.5 ui-monospace,monospace;white-space:pre-wrap;\
overflow-wrap:anywhere;padding:12px 16px;color:#7a1414;background:#fff1f0;border-bottom:2px solid #b3261e}";

/// The state, for the script of a page.
pub(super) fn said(state: &Preview) -> String {
    json!({ "version": state.version }).to_string()
}

/// The page with what a preview adds.
pub(super) fn with(html: &str, state: &Preview) -> String {
    let script = format!(
        "(function(){{var v={};setInterval(function(){{fetch('{PATH}',{{cache:'no-store'}}).then(function(r){{return r.json()}})\
         .then(function(s){{if(s.version!==v)location.reload()}}).catch(function(){{}})}},1000)}})()",
        state.version
    );
    let html = widened(html, &hash_source(STYLE), &hash_source(&script));
    let shown = state.problems.as_ref().map_or_else(String::new, |problems| {
        let problems = problems.as_str();
        format!("<style>{STYLE}</style><pre id=\"manyi-preview\" role=\"alert\">{problems}</pre>")
    });
    let html = match html.find("<body").and_then(|at| Some(at + html[at..].find('>')? + 1)) {
        Some(at) => format!("{}{shown}{}", &html[..at], &html[at..]),
        None => format!("{shown}{html}"),
    };
    format!("{html}<script>{script}</script>")
}

/// The page with a policy that also allows our style, our script, and our script's question.
fn widened(html: &str, style: &str, script: &str) -> String {
    let Some(start) = html.find("default-src ") else {
        return html.to_owned();
    };
    let end = html[start..].find('"').map_or(html.len(), |length| start + length);
    let mut asks = false;
    // Quotes stand as entities in an attribute; they need not.
    let policy = html[start..end].replace("&#39;", "'");
    let mut parts: Vec<String> = policy
        .split("; ")
        .map(|part| {
            let more = match part.split(' ').next().unwrap_or_default() {
                "script-src" => script,
                "style-src" => style,
                "connect-src" => {
                    asks = true;
                    "'self'"
                }
                _ => return part.to_owned(),
            };
            if part.split(' ').any(|source| source == more) {
                return part.to_owned();
            }
            format!("{} {more}", part.replace(" 'none'", ""))
        })
        .collect();
    if !asks {
        parts.push("connect-src 'self'".to_owned());
    }
    format!("{}{}{}", &html[..start], parts.join("; "), &html[end..])
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<!doctype html><html><head><meta http-equiv=\"content-security-policy\" content=\"default-src 'none'; \
                        script-src 'none'; style-src 'sha256-A='; form-action 'self'\"></head><body class=\"x\"><p>ok</p></body></html>";

    #[test]
    fn a_page_says_what_is_wrong_and_its_policy_allows_only_what_is_added() {
        let state = Preview {
            version: 7,
            problems: Some(crate::site::Html::escaped("MY101 <b>")),
        };
        let page = with(PAGE, &state);
        assert!(page.contains("<body class=\"x\"><style>"), "{page}");
        assert!(page.contains("role=\"alert\">MY101 &lt;b&gt;</pre><p>ok</p>"), "{page}");
        let script = page
            .split("<script>")
            .nth(1)
            .unwrap()
            .split("</script>")
            .next()
            .unwrap();
        let allowed = format!(
            "script-src {}; style-src 'sha256-A=' {};",
            hash_source(script),
            hash_source(STYLE)
        );
        assert!(page.contains(&allowed), "{page}");
        assert!(page.contains("form-action 'self'; connect-src 'self'\""), "{page}");
    }

    #[test]
    fn a_good_page_is_only_asked_to_watch() {
        let page = with(PAGE, &Preview::default());
        assert!(!page.contains("manyi-preview") && page.contains("version!==v"));
        let escaped = with(&PAGE.replace('\'', "&#39;"), &Preview::default());
        assert_eq!(escaped, with(PAGE, &Preview::default()), "as templates write it");
        let asking = PAGE.replace("form-action", "connect-src https://a.example; form-action");
        assert!(with(&asking, &Preview::default()).contains("connect-src https://a.example 'self'; form-action"));
    }
}
