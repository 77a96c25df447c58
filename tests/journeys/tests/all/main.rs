//! Every browser journey, in one program so that it is linked once. A new file of journeys is one line here.

mod access;
mod announced;
mod board;
mod embed;
mod first_visit;
mod hostile;
mod keyboard;
mod offline;
mod rescue;
mod routes;
mod update;
mod work;
