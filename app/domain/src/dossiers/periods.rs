//! What a corrected receipt does to the periods of a dossier (08 §2): from the moment the correction is known, every figure, also
//! those of earlier periods, sees the dossier as received at the corrected instant. What was asked before stays as it was.

use super::row::far_future;
use crate::cx::Cx;
use crate::error::Result;
use chrono::{DateTime, Utc};
use sqlx::FromRow;

#[derive(Debug, Clone, FromRow)]
struct Period {
    id: i64,
    known_from: DateTime<Utc>,
    known_to: DateTime<Utc>,
    received_at: Option<DateTime<Utc>>,
    learned_from: DateTime<Utc>,
}

/// A period as it is known from now on.
type Bounds = (DateTime<Utc>, DateTime<Utc>, Option<DateTime<Utc>>);

// What begins with the correction itself is right already.
sql!(
    CURRENT,
    "SELECT id, known_from, known_to, received_at, learned_from FROM dossier_period WHERE dossier_id = $1 AND learned_to = $2 AND known_from < $3 ORDER BY from_seq"
);
sql!(
    COPY,
    "INSERT INTO dossier_period (dossier_id, from_seq, known_from, known_to, phase, competent_unit_id, receiving_unit_id, sector_id, channel, received_at, ended_at,
        ended_day, due_at, due_day, plain_day, by_hour, learned_from, learned_to)
     SELECT dossier_id, from_seq, $2, $3, phase, competent_unit_id, receiving_unit_id, sector_id, channel, $4, ended_at, ended_day, due_at, due_day, plain_day, by_hour,
        $5, $6 FROM dossier_period WHERE id = $1"
);
// The open end goes too: the next event closes what is known now, not what was known once.
sql!(CLOSE, "UPDATE dossier_period SET learned_to = $2, known_to = CASE WHEN known_to > $2 THEN $2 ELSE known_to END WHERE id = $1");
sql!(MOVE, "UPDATE dossier_period SET known_from = $2, known_to = $3, received_at = $4 WHERE id = $1");

/// The periods when the dossier was received at `at`: those before end there, the first after begins there, none lies across.
fn moved(rows: &[Period], at: DateTime<Utc>) -> Vec<Option<Bounds>> {
    let mut first = true;
    let one = |(i, row): (usize, &Period)| match row.received_at {
        None if row.known_from >= at => None,
        None => {
            let last = rows.get(i + 1).is_none_or(|next| next.received_at.is_some());
            Some((row.known_from, if last { at } else { row.known_to.min(at) }, None))
        }
        Some(_) if row.known_to <= at => None,
        Some(_) => {
            let from = if std::mem::take(&mut first) { at } else { row.known_from.max(at) };
            Some((from, row.known_to, Some(at)))
        }
    };
    rows.iter().enumerate().map(one).collect()
}

/// Writes the periods of a dossier anew after its receipt was corrected; after the event of the correction. `learned`: when.
///
/// # Errors
/// If the database cannot be written.
pub async fn reach_back(cx: &mut Cx, dossier: i64, received_at: DateTime<Utc>, learned: DateTime<Utc>) -> Result<()> {
    let rows: Vec<Period> = cx.conn().all(CURRENT, args![dossier, far_future(), learned]).await?;
    for (row, bounds) in rows.iter().zip(moved(&rows, received_at)) {
        if bounds == Some((row.known_from, row.known_to, row.received_at)) {
            continue;
        }
        match bounds {
            // Corrected twice in one instant: nobody can have asked in between.
            Some((from, to, received)) if row.learned_from == learned => {
                cx.conn().exec(MOVE, args![row.id, from, to, received]).await?;
            }
            bounds => {
                if let Some((from, to, received)) = bounds {
                    cx.conn().exec(COPY, args![row.id, from, to, received, learned, far_future()]).await?;
                }
                cx.conn().exec(CLOSE, args![row.id, learned]).await?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Duration;

    #[test]
    fn no_period_lies_across_the_receipt() {
        let day = |n| DateTime::<Utc>::UNIX_EPOCH + Duration::days(n);
        let period =
            |from, to, received: Option<i64>| Period { id: 0, known_from: day(from), known_to: day(to), received_at: received.map(day), learned_from: day(0) };
        // Submitted on day 1, received on day 5, handed to another agency on day 9.
        let rows = [period(1, 5, None), period(5, 9, Some(5)), period(9, 99, Some(5))];
        let expect = |at: i64, wanted: [Option<(i64, i64, Option<i64>)>; 3]| {
            let wanted: Vec<Option<Bounds>> = wanted.iter().map(|one| one.map(|(from, to, received)| (day(from), day(to), received.map(day)))).collect();
            assert_eq!(moved(&rows, day(at)), wanted, "received on day {at}");
        };
        expect(3, [Some((1, 3, None)), Some((3, 9, Some(3))), Some((9, 99, Some(3)))]);
        expect(0, [None, Some((0, 9, Some(0))), Some((9, 99, Some(0)))]);
        expect(7, [Some((1, 7, None)), Some((7, 9, Some(7))), Some((9, 99, Some(7)))]);
        expect(9, [Some((1, 9, None)), None, Some((9, 99, Some(9)))]);
    }
}
