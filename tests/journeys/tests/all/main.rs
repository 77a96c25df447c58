//! Every browser journey, in one program so that it is linked once. A new file of journeys is one line here.

mod access;
mod allocation;
mod announced;
mod answers;
mod baselines;
mod board;
mod board_views;

mod control_charts;
mod daily;
mod damage;
mod embed;
mod execution;
mod exports;
mod first_visit;
mod forecast;
mod hostile;
mod issues;
mod keyboard;
mod kill;
mod map;
mod materials;
mod no_workers;
mod offline;
mod performance;
mod plan_ahead;
mod rescue;
mod routes;
mod scenarios;
mod storage;
mod update;
mod work;
