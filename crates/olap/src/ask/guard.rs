//! What is taken as a question, before it is planned.
//!
//! Absent from here: names of tables and functions. The session knows only ours; what it does not know is refused there.

use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::logical_expr::LogicalPlan;
use datafusion::sql::parser::{DFParserBuilder, Statement};
use datafusion::sql::sqlparser::ast::{Query, SetExpr, Statement as Sql, TableFactor, Visit, Visitor};
use datafusion::sql::sqlparser::dialect::GenericDialect;
use datafusion::sql::sqlparser::keywords::Keyword;
use datafusion::sql::sqlparser::tokenizer::{Token, Tokenizer};

use super::{Limits, Refused, Wrong};

/// How deep the text's own brackets may nest.
const NESTING: usize = 60;

/// The one statement of a text, when it is a question.
pub(super) fn read(text: &str, limits: &Limits) -> Result<Statement, Refused> {
    if text.chars().count() > limits.characters {
        return Err(Refused::TooLarge { what: "characters", limit: limits.characters });
    }
    let wrong = |error: datafusion::common::DataFusionError| Refused::from_engine(&error, limits.memory);
    let dialect = GenericDialect {};
    chains(text, limits)?;
    let mut parser =
        DFParserBuilder::new(text).with_dialect(&dialect).with_recursion_limit(NESTING).build().map_err(wrong)?;
    let mut statements = parser.parse_statements().map_err(wrong)?;
    let statement = statements.pop_front().ok_or(Refused::Empty)?;
    if !statements.is_empty() {
        return Err(Refused::Several);
    }
    question(&statement)?;
    Ok(statement)
}

/// Refuses long chains of operators, joins and unions before they are parsed. A chain makes a tree as deep as it is long,
/// and neither the parser's bound on brackets nor a careful planner keeps a deep tree from using up the stack.
fn chains(text: &str, limits: &Limits) -> Result<(), Refused> {
    let wrong = |error: &dyn std::fmt::Display| Refused::Wrong(Wrong::unread(error.to_string()));
    let tokens = Tokenizer::new(&GenericDialect {}, text).tokenize().map_err(|error| wrong(&error))?;
    let (mut links, mut words) = (0_usize, 0_usize);
    for token in &tokens {
        match token {
            Token::Whitespace(_) => continue,
            Token::Word(word) => {
                let joins = [
                    Keyword::AND,
                    Keyword::OR,
                    Keyword::NOT,
                    Keyword::UNION,
                    Keyword::INTERSECT,
                    Keyword::EXCEPT,
                    Keyword::JOIN,
                    Keyword::IS,
                    Keyword::LIKE,
                    Keyword::SELECT,
                    Keyword::FROM,
                ];
                links += usize::from(word.quote_style.is_none() && joins.contains(&word.keyword));
            }
            Token::Number(..)
            | Token::SingleQuotedString(_)
            | Token::DoubleQuotedString(_)
            | Token::Comma
            | Token::Period
            | Token::LParen
            | Token::RParen
            | Token::SemiColon => {}
            _ => links += 1,
        }
        words += 1;
    }
    for (what, found, limit) in [("links", links, limits.links), ("words", words, limits.words)] {
        if found > limit {
            return Err(Refused::TooLarge { what, limit });
        }
    }
    Ok(())
}

fn question(statement: &Statement) -> Result<(), Refused> {
    match statement {
        Statement::Statement(inner) => reads(inner),
        Statement::Explain(explain) => match explain.statement.as_ref() {
            Statement::Statement(inner) if matches!(inner.as_ref(), Sql::Query(_)) => reads(inner),
            other => Err(Refused::Writes(first_word(&other.to_string()))),
        },
        other => Err(Refused::Writes(first_word(&other.to_string()))),
    }
}

fn reads(statement: &Sql) -> Result<(), Refused> {
    if !matches!(statement, Sql::Query(_)) {
        return Err(Refused::Writes(first_word(&statement.to_string())));
    }
    match statement.visit(&mut OnlyReads) {
        std::ops::ControlFlow::Continue(()) => Ok(()),
        std::ops::ControlFlow::Break(what) => Err(Refused::Writes(what)),
    }
}

fn first_word(text: &str) -> String {
    text.split_whitespace().next().unwrap_or_default().to_ascii_uppercase()
}

/// Looks for what writes, locks or reads elsewhere inside a query.
struct OnlyReads;

impl Visitor for OnlyReads {
    type Break = String;

    fn pre_visit_query(&mut self, query: &Query) -> std::ops::ControlFlow<String> {
        if !query.locks.is_empty() {
            return std::ops::ControlFlow::Break("FOR UPDATE".to_owned());
        }
        match query.body.as_ref() {
            SetExpr::Insert(_) => std::ops::ControlFlow::Break("INSERT".to_owned()),
            SetExpr::Update(_) => std::ops::ControlFlow::Break("UPDATE".to_owned()),
            SetExpr::Delete(_) => std::ops::ControlFlow::Break("DELETE".to_owned()),
            SetExpr::Merge(_) => std::ops::ControlFlow::Break("MERGE".to_owned()),
            SetExpr::Select(select) if select.into.is_some() => std::ops::ControlFlow::Break("SELECT INTO".to_owned()),
            _ => std::ops::ControlFlow::Continue(()),
        }
    }

    fn pre_visit_table_factor(&mut self, table: &TableFactor) -> std::ops::ControlFlow<String> {
        match table {
            TableFactor::Table { name, args: Some(_), .. } => {
                let name = name.to_string();
                // UNNEST of a list in a row is the one function that may stand for a table.
                if name.eq_ignore_ascii_case("unnest") {
                    std::ops::ControlFlow::Continue(())
                } else {
                    std::ops::ControlFlow::Break(format!("{name}()"))
                }
            }
            TableFactor::TableFunction { .. } | TableFactor::Function { .. } => {
                std::ops::ControlFlow::Break("TABLE()".to_owned())
            }
            _ => std::ops::ControlFlow::Continue(()),
        }
    }
}

/// Refuses plans that are too deep or have too many parts.
pub(super) fn measure(plan: &LogicalPlan, limits: &Limits) -> Result<(), Refused> {
    let mut parts = 0_usize;
    let counted = plan.apply_with_subqueries(|_| {
        parts += 1;
        Ok(if parts > limits.parts { TreeNodeRecursion::Stop } else { TreeNodeRecursion::Continue })
    });
    counted.map_err(|error| Refused::from_engine(&error, limits.memory))?;
    if parts > limits.parts {
        return Err(Refused::TooLarge { what: "parts", limit: limits.parts });
    }
    let mut level = vec![plan];
    let mut depth = 0;
    while !level.is_empty() {
        depth += 1;
        if depth > limits.depth {
            return Err(Refused::TooLarge { what: "levels", limit: limits.depth });
        }
        level = level.into_iter().flat_map(LogicalPlan::inputs).collect();
    }
    Ok(())
}
