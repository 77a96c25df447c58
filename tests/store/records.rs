//! The stored form: whatever bytes are given, decoding answers and never dies, and no change goes unnoticed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failure here is a failed test")]

use linewright::store::{HEADER_BYTES, Head, Kind, MAX_PAYLOAD, Record, RecordError, TabId, WorkspaceId, read_rescue};
use proptest::prelude::*;

fn any_record() -> impl Strategy<Value = Record> {
    let kind = prop::sample::select(vec![Kind::Update, Kind::Bundle, Kind::Snapshot, Kind::Skip]);
    let numbers = any::<(u64, u64, u64, u64)>();
    (kind, numbers, prop::collection::vec(any::<u8>(), 0..300)).prop_map(|(kind, (workspace, tab, sequence, previous), payload)| {
        Record::new(Head { kind, workspace: WorkspaceId(workspace), tab: TabId(tab), sequence, previous }, payload)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn a_record_reads_back_as_itself(record in any_record()) {
        prop_assert_eq!(Record::decode(&record.encode().unwrap()), Ok(record.clone()));
        let text = record.encode_text().unwrap();
        prop_assert!(text.is_ascii());
        prop_assert_eq!(Record::decode_text(&text), Ok(record));
    }

    #[test]
    fn f08_any_change_within_a_byte_is_noticed(record in any_record(), at in any::<prop::sample::Index>(), change in 1_u8..) {
        let mut bytes = record.encode().unwrap();
        let at = at.index(bytes.len());
        bytes[at] ^= change;
        prop_assert!(matches!(Record::decode(&bytes), Err(RecordError::Damaged | RecordError::NotARecord)));
    }

    #[test]
    fn f08_any_cut_addition_or_exchange_is_noticed(record in any_record(), other in any_record(), at in any::<prop::sample::Index>()) {
        let (bytes, other) = (record.encode().unwrap(), other.encode().unwrap());
        let at = at.index(bytes.len());
        prop_assert!(Record::decode(&bytes[..at]).is_err());
        prop_assert!(Record::decode(&[bytes.as_slice(), &[0]].concat()).is_err());
        let mixed = [&bytes[..at], other.get(at..).unwrap_or_default()].concat();
        prop_assert!(mixed == bytes || mixed == other || Record::decode(&mixed).is_err());
    }

    #[test]
    fn f08_no_bytes_and_no_text_kill_the_decoder(bytes in prop::collection::vec(any::<u8>(), 0..400), text in "\\PC{0,200}") {
        prop_assert!(Record::decode(&bytes).is_err());
        prop_assert!(Record::decode_text(&text).is_err());
        prop_assert_eq!(read_rescue(&text), None);
    }
}

#[test]
fn f37_sound_frames_around_hostile_contents_are_refused_without_dying() {
    let mut luck = fastrand::Rng::with_seed(1);
    let rounds = std::env::var("LINEWRIGHT_FUZZ_ROUNDS").ok().and_then(|text| text.parse().ok()).unwrap_or(20_000);
    for _ in 0..rounds {
        let payload: Vec<u8> = (0..luck.usize(..60)).map(|_| if luck.bool() { 0xff } else { luck.u8(..) }).collect();
        for kind in [Kind::Bundle, Kind::Snapshot] {
            let sequence = if luck.bool() { u64::MAX } else { 0 };
            let record = Record::new(Head { kind, workspace: WorkspaceId(1), tab: TabId(2), sequence, previous: 0 }, payload.clone());
            let key = match kind {
                Kind::Bundle => format!("lw1/0000000000000001/b/0000000000000002/{sequence:x}-{:x}", sequence.wrapping_add(3)),
                _ => format!("lw1/0000000000000001/s/{sequence:x}-0000000000000002"),
            };
            let line = format!("Linewright rescue file 1\ndatabase\t{key}\t{}\n", record.encode_text().unwrap());
            assert!(read_rescue(&line).is_some());
        }
    }
}

#[test]
fn a_payload_above_the_limit_is_refused_on_both_sides() {
    let head = Head { kind: Kind::Update, workspace: WorkspaceId(1), tab: TabId(2), sequence: 0, previous: 0 };
    assert_eq!(Record::new(head, vec![0; MAX_PAYLOAD + 1]).encode(), Err(RecordError::TooLarge));
    assert_eq!(Record::decode(&vec![0; HEADER_BYTES + MAX_PAYLOAD + 1]), Err(RecordError::TooLarge));
    assert_eq!(Record::decode_text(&"A".repeat(MAX_PAYLOAD / 3 * 4 + 100_000)), Err(RecordError::TooLarge));
}
