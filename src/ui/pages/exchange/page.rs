//! The page of import and export.

use super::export::ExportView;
use super::import::ImportView;
use super::merge::MergeView;
use crate::ui::shell::PageHeader;
use leptos::prelude::*;

/// Files in, files out.
#[component]
pub fn ExchangePage() -> impl IntoView {
    view! {
        <article class="page">
            <PageHeader title="Import and export" question="Bring your data in from a workbook, a CSV or a colleague's copy, and see first what that would change; take them out again." />
            <div class="exchange">
                <section class="card stack">
                    <h2>"Import"</h2>
                    <ImportView />
                </section>
                <section class="card stack">
                    <h2>"Export"</h2>
                    <ExportView />
                </section>
                <section class="card stack">
                    <h2>"Workspace file"</h2>
                    <MergeView />
                </section>
            </div>
        </article>
    }
    .into_any()
}
