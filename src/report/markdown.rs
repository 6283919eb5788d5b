//! The parts of a document as Markdown, for chat and mail: words and tables, no drawings.

use super::parts::CardsView;
use super::parts::CellView;
use super::parts::FigureView;
use super::parts::ListView;
use super::parts::QuotesView;
use super::parts::TableView;
use crate::diagnostic::Tongue;
use crate::site::markdown_escaped as escaped;
use std::fmt::Write as _;

/// What a part is in Markdown; it ends with a line end.
pub trait AsMarkdown {
    /// The part, with the punctuation of the reader's language.
    fn markdown(&self, tongue: Tongue) -> String;
}

/// Words in brackets behind others.
fn bracketed(words: &str, tongue: Tongue) -> String {
    tongue.pick(format!(" ({words})"), format!("（{words}）"))
}

/// A paragraph, or nothing.
fn paragraph(text: &str) -> String {
    if text.is_empty() {
        String::new()
    } else {
        format!("{}\n", escaped(text))
    }
}

/// A paragraph below what stands before it.
fn below(text: &str) -> String {
    if text.is_empty() {
        String::new()
    } else {
        format!("\n{}", paragraph(text))
    }
}

impl AsMarkdown for CardsView {
    fn markdown(&self, tongue: Tongue) -> String {
        let one = |card: &super::parts::CardView| {
            let bracket = [&card.interval, &card.base];
            let bracket: Vec<&str> = bracket
                .into_iter()
                .map(String::as_str)
                .filter(|part| !part.is_empty())
                .collect();
            let mut line = format!(
                "- **{}**{}{}{}",
                escaped(&card.name),
                tongue.pick(": ", "："),
                escaped(&card.value),
                escaped(&card.unit)
            );
            if !bracket.is_empty() {
                line += &escaped(&bracketed(&bracket.join(tongue.pick(", ", "，")), tongue));
            }
            let change = if card.mark.is_empty() || card.change.is_empty() {
                card.change.clone()
            } else {
                format!("{} {}", card.mark, card.change)
            };
            for more in [&change, &card.target, &card.benchmark, &card.note] {
                if !more.is_empty() {
                    let _ = write!(line, "{}{}", tongue.pick("; ", "；"), escaped(more));
                }
            }
            line + "\n"
        };
        self.cards.iter().map(one).collect()
    }
}

impl AsMarkdown for FigureView {
    fn markdown(&self, _: Tongue) -> String {
        format!(
            "**{}**\n{}{}",
            escaped(&self.title),
            below(&self.subtitle),
            below(&self.says)
        )
    }
}

impl AsMarkdown for TableView {
    fn markdown(&self, tongue: Tongue) -> String {
        let head = self.columns.iter().map(|column| {
            if column.unit.is_empty() {
                escaped(&column.title)
            } else {
                escaped(&format!("{}{}", column.title, bracketed(&column.unit, tongue)))
            }
        });
        let rule = self
            .columns
            .iter()
            .map(|column| if column.numeric { "---:" } else { "---" });
        let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
        let title = if self.title.is_empty() {
            String::new()
        } else {
            format!("**{}**\n\n", escaped(&self.title))
        };
        let mut text = title + &line(head.collect()) + &line(rule.map(str::to_owned).collect());
        for row in &self.rows {
            let indent = "\u{2003}".repeat(row.level);
            let cells = row.cells.iter().enumerate().map(|(at, cell)| {
                let said = said(cell);
                if at == 0 { format!("{indent}{said}") } else { said }
            });
            text += &line(cells.collect());
        }
        text + &below(&self.note)
    }
}

fn said(cell: &CellView) -> String {
    let mark = if cell.mark.is_empty() {
        String::new()
    } else {
        format!("{} ", cell.mark)
    };
    escaped(&format!("{mark}{}{}", cell.text, cell.raised))
}

impl AsMarkdown for ListView {
    fn markdown(&self, _: Tongue) -> String {
        let one = |(at, item): (usize, &super::parts::ItemView)| {
            let begins = if self.ordered {
                format!("{}.", at + 1)
            } else {
                "-".to_owned()
            };
            let lead = if item.lead.is_empty() {
                String::new()
            } else {
                format!("**{}** ", escaped(&item.lead))
            };
            let mark = if item.mark.is_empty() {
                String::new()
            } else {
                format!("{} ", item.mark)
            };
            format!("{begins} {mark}{lead}{}\n", escaped(&item.text))
        };
        let items: String = self.items.iter().enumerate().map(one).collect();
        items + &below(&self.note)
    }
}

impl AsMarkdown for QuotesView {
    fn markdown(&self, tongue: Tongue) -> String {
        let one = |quote: &super::parts::QuoteView| {
            let source = if quote.source.is_empty() {
                String::new()
            } else {
                escaped(&bracketed(&quote.source, tongue))
            };
            format!("> {}{source}\n\n", escaped(&quote.text))
        };
        let quotes: String = self.quotes.iter().map(one).collect();
        quotes + &paragraph(&self.note)
    }
}

#[cfg(test)]
mod tests {
    use super::super::parts::ColumnView;
    use super::super::parts::ItemView;
    use super::super::parts::RowView;
    use super::*;

    #[test]
    fn a_table_keeps_its_columns_whatever_its_words_are() {
        let table = TableView {
            columns: vec![ColumnView::words("a|b"), ColumnView::numbers("n")],
            rows: vec![RowView {
                level: 1,
                ..RowView::of(vec![CellView::text("*x*"), CellView::text("3").marked("▼", "bad")])
            }],
            note: "note".to_owned(),
            ..TableView::default()
        };
        assert_eq!(
            table.markdown(Tongue::En),
            "| a\\|b | n |\n| --- | ---: |\n| \u{2003}\\*x\\* | ▼ 3 |\n\nnote\n"
        );
    }

    #[test]
    fn a_chinese_line_has_chinese_punctuation() {
        let cards = CardsView {
            cards: vec![super::super::parts::CardView {
                name: "满意率".to_owned(),
                value: "57%".to_owned(),
                interval: "51.8–61.1%".to_owned(),
                base: "n = 430".to_owned(),
                change: "较2026Q3下降".to_owned(),
                mark: "▼".to_owned(),
                ..super::super::parts::CardView::default()
            }],
        };
        assert_eq!(
            cards.markdown(Tongue::Zh),
            "- **满意率**：57%（51.8–61.1%，n = 430）；▼ 较2026Q3下降\n"
        );
        assert_eq!(
            cards.markdown(Tongue::En),
            "- **满意率**: 57% (51.8–61.1%, n = 430); ▼ 较2026Q3下降\n"
        );
    }

    #[test]
    fn an_ordered_list_is_numbered() {
        let item = |text: &str| ItemView {
            mark: String::new(),
            tone: String::new(),
            lead: "L:".to_owned(),
            text: text.to_owned(),
        };
        let list = ListView {
            ordered: true,
            items: vec![item("one"), item("# two")],
            ..ListView::default()
        };
        assert_eq!(list.markdown(Tongue::En), "1. **L:** one\n2. **L:** \\# two\n");
    }
}
