//! Every browser journey, in one program so that it is linked once. A new file of journeys is one line here.

mod access;
mod allocation;
mod announced;
mod answers;
mod baselines;
mod board;
mod board_views;
mod daily;
mod damage;
mod embed;
mod exports;
mod first_visit;
mod forecast;
mod hostile;
mod keyboard;
mod kill;
mod map;
mod materials;
mod no_workers;
mod offline;
mod plan_ahead;
mod rescue;
mod routes;
mod storage;
mod update;
mod work;
