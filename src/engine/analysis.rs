//! What the page asks of the analysis worker and what it answers, as bytes: forecasts and all that is worked out from series of numbers.
//!
//! Never sees a workspace: whoever asks hands over the numbers. A request is answered by any number of replies and one last word.

use super::forecast::{Backtest, Forecast, Settings, Unusual, backtest, forecast, unusual};
use super::slices::Slices;
use serde::{Deserialize, Serialize};

/// Something asked of the worker.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Request {
    /// The build of the page; a worker of another build does not answer it.
    pub build_id: String,
    pub job: Analysis,
}

/// The work asked for.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Analysis {
    /// Forecast each of these series.
    Forecast(Vec<AskedSeries>),
    /// Measure every method on a series.
    Backtest(AskedSeries),
}

/// A series: whoever asks knows it by its key.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct AskedSeries {
    pub key: u64,
    /// Demand per period, the oldest first; gaps are `None`.
    pub history: Vec<Option<f64>>,
    pub settings: Settings,
}

/// A forecast with what is unusual in the history it was made from.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Foreseen {
    pub key: u64,
    pub forecast: Forecast,
    pub unusual: Unusual,
}

/// Something answered by the worker.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Answer {
    /// Series that are ready, some at a time.
    Foreseen(Vec<Foreseen>),
    Backtest(Backtest),
    /// The last word.
    End,
    /// Page and worker are of different builds; nothing was done.
    OtherBuild {
        worker: String,
    },
    /// The request could not be read; nothing was done.
    Unreadable,
}

/// Milliseconds between two replies, so that the page is not kept busy listening.
const REPLY_EVERY_MS: f64 = 100.0;

/// Carries a request out and posts its replies; `post` answers whether to go on.
pub async fn answer(bytes: &[u8], build_id: &str, slices: &Slices<'_>, post: &mut dyn FnMut(&Answer) -> bool) {
    // Another build may write requests in another way; its name comes first in all of them.
    if let Ok((asking, _)) = postcard::take_from_bytes::<String>(bytes)
        && asking != build_id
    {
        post(&Answer::OtherBuild { worker: build_id.to_owned() });
        return;
    }
    let Ok(request) = postcard::from_bytes::<Request>(bytes) else {
        post(&Answer::Unreadable);
        return;
    };
    match request.job {
        Analysis::Forecast(asked) => {
            let mut ready = Vec::new();
            let mut last = slices.now();
            for series in asked {
                let forecast = forecast(&series.history, &series.settings);
                ready.push(Foreseen { key: series.key, forecast, unusual: unusual(&series.history, series.settings.season) });
                if slices.now() - last >= REPLY_EVERY_MS {
                    if !post(&Answer::Foreseen(std::mem::take(&mut ready))) {
                        return;
                    }
                    last = slices.now();
                }
                slices.breathe(false).await;
            }
            post(&Answer::Foreseen(ready));
        }
        Analysis::Backtest(series) => {
            post(&Answer::Backtest(backtest(&series.history, &series.settings)));
        }
    }
    post(&Answer::End);
}

#[cfg(test)]
mod tests {
    use super::super::forecast::Effort;
    use super::super::slices::at_once;
    use super::*;

    fn ask(build_id: &str, job: Analysis) -> Vec<Answer> {
        let request = Request { build_id: build_id.to_owned(), job };
        let bytes = postcard::to_allocvec(&request).unwrap_or_default();
        let mut answers = Vec::new();
        let mut post = |answer: &Answer| {
            // What the page reads is what the worker wrote.
            let written = postcard::to_allocvec(answer).unwrap_or_default();
            answers.push(postcard::from_bytes(&written).unwrap_or(Answer::Unreadable));
            true
        };
        at_once(answer(&bytes, "this", &Slices::whole(&|| 0.0), &mut post));
        answers
    }

    fn series(key: u64) -> AskedSeries {
        let history = (0..36).map(|month| Some(100.0 + 10.0 * f64::from(month % 12))).collect();
        AskedSeries { key, history, settings: Settings { horizon: 6, season: 12, method: None, effort: Effort::Quick } }
    }

    #[test]
    fn every_series_asked_is_foreseen_once_under_its_key() {
        let answers = ask("this", Analysis::Forecast(vec![series(7), series(9)]));
        let [Answer::Foreseen(ready), Answer::End] = answers.as_slice() else { panic!("{answers:?}") };
        assert_eq!(ready.iter().map(|one| (one.key, one.forecast.points.len())).collect::<Vec<_>>(), [(7, 6), (9, 6)]);
        assert_eq!(ready.first().map(|one| &one.forecast), Some(&forecast(&series(7).history, &series(7).settings)));
    }

    #[test]
    fn another_build_is_told_and_noise_is_refused() {
        assert_eq!(ask("other", Analysis::Forecast(Vec::new())), [Answer::OtherBuild { worker: "this".to_owned() }]);
        let mut heard = Vec::new();
        at_once(answer(&[4, b't', b'h', b'i', b's', 255], "this", &Slices::whole(&|| 0.0), &mut |answer| {
            heard.push(answer.clone());
            true
        }));
        assert_eq!(heard, [Answer::Unreadable]);
    }
}
