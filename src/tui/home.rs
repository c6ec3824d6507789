//! Draws the list of drafts and templates.

use chrono::{Datelike, NaiveDate};

use super::page::Page;
use super::paint::{Canvas, Stretch};
use super::{editor, footer, help_line, list};
use crate::app::home::Home;
use crate::app::panes::Area;
use crate::app::{App, Settings};
use crate::desk::{DraftEntry, Entry, Order, TemplateEntry};
use crate::language::Language;
use crate::wording::{self, Words, word};

/// From this width the list shows the subject of a contract.
const WITH_SUBJECT: u16 = 100;
/// From this width the list shows the amount.
const WITH_AMOUNT: u16 = 76;
/// A contract that ends within this number of days is marked.
const ENDS_SOON_DAYS: i64 = 60;
/// The minimum number of rows for the list beside the news.
const SHORTEST_LIST: u16 = 5;
/// The gap between two columns.
const GAP: usize = 2;
/// The width of an amount.
const AMOUNT: usize = 14;
/// The width of a last day with its mark.
const ENDS: usize = 12;
/// The width of the state.
const STATE: usize = 12;
/// The width of the last change.
const CHANGED: usize = 10;

/// The width of each part of a draft; 0 for a part that is left out.
#[derive(Clone, Copy, Debug)]
struct Columns {
    party: usize,
    subject: usize,
    amount: usize,
}

enum Line<'a> {
    Gap,
    Templates,
    Entry(usize, &'a Entry),
}

pub(super) fn draw(canvas: &mut Canvas<'_>, app: &App) {
    let page = Page::of(app);
    draw_head(canvas, app, page.header);
    let list = draw_news(canvas, app, page.body);
    draw_list(canvas, app, list);
    draw_help(canvas, app, page.help);
    footer::draw(canvas, app, page.footer);
}

fn draw_head(canvas: &mut Canvas<'_>, app: &App, line: Stretch) {
    let language = app.settings.language;
    let theme = canvas.theme;
    let (drafts, templates) = app.home.counts();
    let drafts = if app.home.filter.text().trim().is_empty() {
        drafts.to_string()
    } else {
        format!("{}/{drafts}", app.home.n_drafts_shown())
    };
    let counts = word(
        "screen.home.counts",
        &[("drafts", &drafts), ("templates", &templates.to_string())],
        language,
    );
    let line = line.after(1).first(line.columns().saturating_sub(2));
    let counts = canvas.put_right(line.after(8), &counts, theme.dim);
    let left = line.first(line.columns().saturating_sub(counts + GAP));
    let title = canvas.put(left, &word("screen.title", &[], language), theme.heading);
    let left = left.after(title + GAP);
    let label = canvas.put_clipped(
        left,
        &word("screen.home.search", &[], language),
        theme.plain,
    );
    canvas.put_input(left.after(label), &app.home.filter, theme.heading);
}

/// Draws the news below the list if there is room, and returns the area left for the list.
fn draw_news(canvas: &mut Canvas<'_>, app: &App, body: Area) -> Area {
    let version = env!("CARGO_PKG_VERSION");
    let news = if app.home.has_news {
        wording::news(version, app.settings.language)
    } else {
        Vec::new()
    };
    // The news needs a free row above it and a heading.
    let rows = u16::try_from(news.len())
        .unwrap_or(u16::MAX)
        .saturating_add(2);
    let list = body.height.saturating_sub(rows);
    if news.is_empty() || list < SHORTEST_LIST {
        return body;
    }
    let heading = word(
        "screen.home.news",
        &[("version", version)],
        app.settings.language,
    );
    let line = |row: usize| Stretch::of(body, usize::from(list) + row);
    canvas.put_clipped(line(1).after(1), &heading, canvas.theme.heading);
    for (row, text) in news.iter().enumerate() {
        canvas.put_clipped(line(row + 2).after(list::MARGIN), text, canvas.theme.plain);
    }
    Area {
        height: list,
        ..body
    }
}

fn draw_list(canvas: &mut Canvas<'_>, app: &App, area: Area) {
    let home = &app.home;
    let language = app.settings.language;
    let head = Stretch::of(area, 0);
    if !home.is_listed {
        let text = word("screen.home.reading", &[], language);
        canvas.put_clipped(head.after(list::MARGIN), &text, canvas.theme.dim);
        return;
    }
    let columns = Columns::of(area.width);
    let mut above = 1;
    if home.filters_all_out() {
        let text = app.settings.word("screen.home.nothing_found", &[]);
        canvas.put_clipped(head.after(list::MARGIN), &text, canvas.theme.plain);
    } else if home.counts().0 == 0 {
        above = draw_first_steps(canvas, &app.settings, area);
    } else {
        draw_column_heads(canvas, columns, head, home, language);
    }
    let rows = Area {
        y: area.y + above,
        height: area.height.saturating_sub(above),
        ..area
    };
    let lines = lines(home);
    let selected = lines
        .iter()
        .position(|line| matches!(line, Line::Entry(place, _) if *place == home.place()))
        .unwrap_or(0);
    let is_entry = |number| matches!(lines.get(number), Some(Line::Entry(..)));
    for (number, stretch) in list::in_sight_of(canvas, rows, lines.len(), selected, is_entry) {
        match lines.get(number) {
            None | Some(Line::Gap) => {}
            Some(Line::Templates) => {
                let text = word("screen.home.templates", &[], language);
                canvas.put_clipped(stretch.after(1), &text, canvas.theme.heading);
            }
            Some(Line::Entry(place, entry)) => {
                draw_entry(canvas, app, columns, stretch, entry);
                if *place == home.place() {
                    canvas.put(stretch.after(1), ">", canvas.theme.marker);
                    canvas.tint(inside(stretch), canvas.theme.focus);
                }
            }
        }
    }
}

/// The part of a row between the marks before it and the free column after it.
fn inside(line: Stretch) -> Stretch {
    line.after(list::MARGIN)
        .first(line.columns().saturating_sub(list::MARGIN + 2))
}

/// Says on a list without drafts what the program is and what to do first, and returns the rows
/// used. Long lines take several rows.
fn draw_first_steps(canvas: &mut Canvas<'_>, settings: &Settings, area: Area) -> u16 {
    let inner = area.inset(list::MARGIN, 1);
    let mut used = 0;
    for (step, style) in [
        ("what", canvas.theme.heading),
        ("who", canvas.theme.plain),
        ("begin", canvas.theme.plain),
    ] {
        let text = settings.word(&format!("screen.home.first_{step}"), &[]);
        let rest = Area {
            y: inner.y + used,
            height: inner.height.saturating_sub(used),
            ..inner
        };
        used += canvas.put_broken(rest, &text, style);
    }
    used
}

/// The lines of the list, with a heading before the templates.
fn lines(home: &Home) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut in_templates = false;
    for (place, entry) in home.shown() {
        match entry {
            Entry::Template(_) if !in_templates => {
                in_templates = true;
                lines.extend([Line::Gap, Line::Templates]);
            }
            Entry::Template(_) | Entry::Draft(_) | Entry::Broken(_) => {}
        }
        lines.push(Line::Entry(place, entry));
    }
    lines
}

impl Columns {
    /// The columns of a list of this width.
    fn of(width: u16) -> Self {
        let amount = if width >= WITH_AMOUNT { AMOUNT } else { 0 };
        let mut fixed = list::MARGIN + 2 + ENDS + GAP + STATE + GAP + CHANGED + GAP;
        if amount > 0 {
            fixed += amount + GAP;
        }
        let room = usize::from(width).saturating_sub(fixed);
        if width >= WITH_SUBJECT {
            let party = room.saturating_sub(GAP) * 11 / 20;
            Self {
                party,
                subject: room.saturating_sub(GAP + party),
                amount,
            }
        } else {
            Self {
                party: room,
                subject: 0,
                amount,
            }
        }
    }

    /// Splits a row into party, subject, amount, last day, state and last change.
    fn split(self, row: Stretch) -> [Stretch; 6] {
        let mut rest = inside(row);
        [self.party, self.subject, self.amount, ENDS, STATE, CHANGED].map(|columns| {
            let part = rest.first(columns);
            if columns > 0 {
                rest = rest.after(columns + GAP);
            }
            part
        })
    }
}

fn draw_column_heads(
    canvas: &mut Canvas<'_>,
    columns: Columns,
    row: Stretch,
    home: &Home,
    language: Language,
) {
    let order = home.order;
    let style = canvas.theme.dim;
    let [party, subject, amount, ends, progress, changed] = columns.split(row);
    let say = |key: &str| {
        let name = head(home, key, language);
        // The column that the list is sorted by has a mark.
        if key == order.name() {
            format!("{name} v")
        } else {
            name
        }
    };
    canvas.put_clipped(party, &say("party"), style);
    canvas.put_clipped(subject, &say("subject"), style);
    canvas.put_right(amount, &say("amount"), style);
    canvas.put_clipped(ends, &say("ends"), style);
    canvas.put_clipped(progress, &say("progress"), style);
    canvas.put_right(changed, &say("changed"), style);
}

/// The name of a column. The other party is the client, and the subject the product, only while
/// every template calls them so.
fn head(home: &Home, key: &str, language: Language) -> String {
    let calls: Option<fn(&TemplateEntry) -> &str> = match key {
        "party" => Some(|template| &template.party),
        "subject" => Some(|template| &template.subject),
        _ => None,
    };
    let narrow = calls.and_then(|of| {
        let name = word(&format!("screen.home.{key}_narrow"), &[], language);
        home.all_call_it(&name, of).then_some(name)
    });
    narrow.unwrap_or_else(|| word(&format!("screen.home.{key}"), &[], language))
}

fn draw_entry(canvas: &mut Canvas<'_>, app: &App, columns: Columns, row: Stretch, entry: &Entry) {
    let language = app.settings.language;
    let theme = canvas.theme;
    match entry {
        Entry::Draft(draft) => draw_draft(canvas, app, columns, row, draft),
        Entry::Broken(broken) => {
            let reason = word(
                "screen.home.broken",
                &[("reason", &broken.reason)],
                language,
            );
            let id = canvas.put_clipped(inside(row).first(columns.party), &broken.id, theme.dim);
            canvas.put_clipped(inside(row).after(id + GAP), &reason, theme.error);
        }
        Entry::Template(template) => {
            let title = canvas.put_clipped(inside(row), &template.title, theme.plain);
            let rest = inside(row).after(title + GAP);
            match &template.error {
                None => canvas.put_clipped(rest, &template.version, theme.dim),
                Some(error) => canvas.put_clipped(rest, error, theme.error),
            };
        }
    }
}

fn draw_draft(
    canvas: &mut Canvas<'_>,
    app: &App,
    columns: Columns,
    row: Stretch,
    draft: &DraftEntry,
) {
    let theme = canvas.theme;
    let language = app.settings.language;
    let [party, subject, amount, ends, progress, changed] = columns.split(row);
    let has_draft = app.home.has_draft_of(draft);
    let mut name = party;
    if subject.width == 0 && app.home.has_namesake(draft) {
        // Without a column for the subject, it tells contracts with one client apart.
        name = party.first(party.columns() / 2);
        let rest = party.after(name.columns() + 1);
        canvas.put_clipped(rest, &draft.subject, theme.dim);
    }
    draw_name(canvas, name, draft, has_draft, language);
    if !draft.problem.is_empty() {
        // Without a template, the only other information about a draft is why the template is
        // missing.
        let why = Stretch {
            x: subject.x,
            width: (progress.x + progress.width).saturating_sub(subject.x),
            ..row
        };
        canvas.put_clipped(why, &draft.problem, theme.error);
        canvas.put_right(changed, &age(draft, app.today, language), theme.dim);
        return;
    }
    canvas.put_clipped(subject, &draft.subject, theme.plain);
    canvas.put_right(amount, &draft.amount, theme.plain);
    let day = canvas.put_clipped(ends, &draft.ends, theme.plain);
    if has_ended(draft) {
        canvas.put(ends.after(day + 1), "x", theme.error);
    } else if ends_soon(draft) {
        canvas.put(ends.after(day + 1), "!", theme.warning);
    }
    match &draft.standing {
        Some(standing) => {
            let text = editor::state_words(standing, language);
            let style = editor::state_style(theme, standing.state);
            canvas.put_clipped(progress, &text, style);
        }
        None => {
            canvas.put_clipped(progress, "...", theme.dim);
        }
    }
    canvas.put_right(changed, &age(draft, app.today, language), theme.dim);
}

/// Draws the name of a draft.
fn draw_name(
    canvas: &mut Canvas<'_>,
    party: Stretch,
    draft: &DraftEntry,
    has_draft: bool,
    language: Language,
) {
    let theme = canvas.theme;
    // A copy is indented below its draft.
    let below = party.after(if has_draft { 2 } else { 0 });
    if draft.is_recovered {
        let copy = word("screen.home.recovered", &[("name", &draft.party)], language);
        canvas.put_clipped(below, copy.trim_end(), theme.warning);
    } else if let Some(original) = &draft.copy_of {
        let name = draft.id.strip_prefix(original).unwrap_or(&draft.id);
        let name = name.strip_prefix(".conflict-").unwrap_or(name);
        let name = name.trim_start_matches([' ', '-', '_', '.']);
        let copy = word("screen.home.copy", &[("name", name)], language);
        canvas.put_clipped(below, &copy, theme.warning);
    } else if let Some(name) = [&draft.party, &draft.title]
        .into_iter()
        .find(|name| !name.is_empty())
    {
        canvas.put_clipped(party, name, theme.plain);
    } else {
        let unnamed = word("screen.unnamed", &[], language);
        canvas.put_clipped(party, &unnamed, theme.dim);
    }
}

/// Whether the last day of a contract has passed.
fn has_ended(draft: &DraftEntry) -> bool {
    draft.is_expired()
}

/// Whether a contract ends soon, and has not ended yet.
fn ends_soon(draft: &DraftEntry) -> bool {
    draft.ends_within(ENDS_SOON_DAYS)
}

/// The last change of a draft: the time if today, 昨天, the day if this year, else the date.
fn age(draft: &DraftEntry, today: NaiveDate, language: Language) -> String {
    let Some(changed) = draft.updated else {
        return String::new();
    };
    let day = changed.date_naive();
    if day == today {
        changed.format("%H:%M").to_string()
    } else if Some(day) == today.pred_opt() {
        word("screen.home.yesterday", &[], language)
    } else if day.year() == today.year() {
        day.format("%m-%d").to_string()
    } else {
        day.format("%Y-%m-%d").to_string()
    }
}

fn draw_help(canvas: &mut Canvas<'_>, app: &App, line: Stretch) {
    let language = app.settings.language;
    // A row rarely has room for the reason, so the help line shows it.
    if let Some(problem) = app.home.selected().and_then(Entry::problem) {
        let words = Words {
            message: problem.to_owned(),
            hint: String::new(),
        };
        help_line::draw(canvas, app, line, &words, canvas.theme.error);
        return;
    }
    let any = |holds: fn(&DraftEntry) -> bool| {
        let mut shown = app.home.shown();
        shown.any(|(_, entry)| matches!(entry, Entry::Draft(draft) if holds(draft)))
    };
    let mut text = app.settings.word("screen.home.help", &[]);
    if app.home.order != Order::Newest {
        let by = head(&app.home, app.home.order.name(), language);
        let sorted = word("screen.home.order", &[("by", &by)], language);
        text = format!("{sorted}  {text}");
    }
    if any(has_ended) {
        text = format!("{}  {text}", word("screen.home.ended", &[], language));
    }
    if any(ends_soon) {
        let days = ENDS_SOON_DAYS.to_string();
        text = format!(
            "{}  {text}",
            word("screen.home.ends_soon", &[("days", &days)], language)
        );
    }
    let words = Words {
        message: text,
        hint: String::new(),
    };
    help_line::draw(canvas, app, line, &words, canvas.theme.dim);
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;

    #[test]
    fn an_age_says_no_more_than_is_needed() {
        let today = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
        for (updated, expected) in [
            ("2026-01-01T09:05:00+08:00", "09:05"),
            ("2025-12-31T23:59:00+08:00", "昨天"),
            ("2025-12-30T10:00:00+08:00", "2025-12-30"),
            ("2026-01-02T10:00:00+08:00", "01-02"),
        ] {
            let draft = DraftEntry {
                updated: Some(DateTime::parse_from_rfc3339(updated).unwrap()),
                ..DraftEntry::default()
            };
            assert_eq!(age(&draft, today, Language::Chinese), expected, "{updated}");
        }
    }

    #[test]
    fn the_columns_never_take_more_than_there_is() {
        for width in crate::app::panes::SMALLEST.0..300 {
            let row = Stretch { x: 0, y: 0, width };
            let parts = Columns::of(width).split(row);
            let last = parts[5];
            assert_eq!(last.width, 10, "width: {width}");
            assert!(last.x + last.width < width, "width: {width}");
            assert!(parts[0].width >= 15, "width: {width}, {:?}", parts[0]);
        }
    }
}
