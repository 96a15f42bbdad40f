-- The answer of `reconcile` for two Parquet files of dossiers, written by hand for DuckDB, as quick as its author can.
-- {left}, {right}: the files; {found}: where the findings go. Taken 2026-03-01 01:00 UTC, lag one day.

CREATE MACRO mark(procedure, agency, status, channel, owner_identity, owner_name, received_at, due_at, finished_at, fee) AS
  hash(agency, procedure, status, channel, owner_identity, owner_name, received_at, due_at, finished_at, fee);
CREATE MACRO folded(t) AS regexp_replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
  replace(replace(replace(replace(replace(lower(t), 'oà', 'òa'), 'oá', 'óa'), 'oả', 'ỏa'), 'oã', 'õa'), 'oạ', 'ọa'),
  'oè', 'òe'), 'oé', 'óe'), 'oẻ', 'ỏe'), 'oẽ', 'õe'), 'oẹ', 'ọe'), 'uỳ', 'ùy'), 'uý', 'úy'), 'uỷ', 'ủy'), 'uỹ', 'ũy'),
  'uỵ', 'ụy'), '\s+', ' ', 'g');
CREATE MACRO closed(agency) AS regexp_extract(agency, '[GHK][0-9]{{2}}') = 'H22';
CREATE MACRO supposed(agency) AS regexp_extract(agency, '[GHK][0-9]{{2}}') IN (
  'H02', 'H03', 'H04', 'H06', 'H07', 'H08', 'H09', 'H10', 'H11', 'H16', 'H23', 'H25', 'H28', 'H30', 'H33', 'H34',
  'H39', 'H40', 'H43', 'H45', 'H46', 'H47', 'H51', 'H54', 'H58', 'H59', 'H62', 'H63');
CREATE MACRO turned(a) AS CASE WHEN regexp_extract(a, '^(?:([0-9]{{2,3}})\.)?(?:([0-9]{{2,3}})\.)?([0-9]{{2,3}})\.([GHK][0-9]{{2}})$', 4) = ''
  THEN a ELSE regexp_replace(concat_ws('.', regexp_extract(a, '[GHK][0-9]{{2}}$'),
    nullif(regexp_extract(a, '([0-9]{{2,3}})\.[GHK][0-9]{{2}}$', 1), ''),
    nullif(regexp_extract(a, '([0-9]{{2,3}})\.[0-9]{{2,3}}\.[GHK][0-9]{{2}}$', 1), ''),
    nullif(regexp_extract(a, '^([0-9]{{2,3}})\.[0-9]{{2,3}}\.[0-9]{{2,3}}\.[GHK][0-9]{{2}}$', 1), '')), '(\.0+)+$', '') END;
CREATE MACRO month_there(moment) AS strftime(moment + INTERVAL 7 HOUR, '%Y-%m');

CREATE TEMP TABLE suspects AS
SELECT k FROM (
  SELECT hash(code) k, hash(code, procedure, agency, status, channel, owner_identity, owner_name, received_at, due_at, finished_at, fee) m FROM '{left}'
  UNION ALL
  SELECT hash(code), ~hash(code, procedure, agency, status, channel, owner_identity, owner_name, received_at, due_at, finished_at, fee) FROM '{right}')
GROUP BY k HAVING count(*) <> 2 OR bit_xor(m) <> 18446744073709551615;

CREATE TEMP TABLE near AS
SELECT *, hash(code) IN (FROM suspects) AS suspect FROM (
  SELECT 'left' AS side, * FROM '{left}' UNION ALL SELECT 'right', * FROM '{right}')
WHERE hash(code) IN (FROM suspects) OR due_at < received_at OR finished_at < received_at
  OR received_at > TIMESTAMP '2026-03-01 01:00:00' OR finished_at > TIMESTAMP '2026-03-01 01:00:00'
  OR changed_at > TIMESTAMP '2026-03-01 01:00:00' OR received_at < TIMESTAMP '2000-01-01'
  OR (received_at >= TIMESTAMP '2025-06-30 17:00:00' AND agency[1:1] = 'H' AND agency[1:3] <> 'H61')
  OR agency[1:1] <> 'H';

CREATE TEMP TABLE heads AS
SELECT side, code, min(export_row) export_row, count(*) times, min(agency) agency, min(procedure) AS procedure, min(status) status,
  min(channel) channel, min(owner_identity) owner_identity, min(owner_name) owner_name, min(received_at) received_at,
  min(due_at) due_at, min(finished_at) finished_at, min(fee) fee, min(changed_at) changed_at,
  count(DISTINCT (agency, procedure, status, channel, owner_identity, owner_name, received_at, due_at, finished_at, fee)) kinds
FROM near WHERE suspect GROUP BY side, code;

CREATE TEMP TABLE alone AS
SELECT h.*, h.received_at > TIMESTAMP '2026-02-28 01:00:00' fresh,
  h.m IN (SELECT mark(procedure, agency, status, channel, owner_identity, owner_name, received_at, due_at, finished_at, fee)
          FROM heads o WHERE o.side <> h.side AND NOT EXISTS (FROM heads x WHERE x.code = o.code AND x.side = h.side)) twin
FROM (SELECT *, mark(procedure, agency, status, channel, owner_identity, owner_name, received_at, due_at, finished_at, fee) m FROM heads) h
WHERE NOT EXISTS (FROM heads o WHERE o.code = h.code AND o.side <> h.side);

CREATE TEMP TABLE pairs AS
SELECT l.*, r AS o, l.changed_at > r.changed_at newer, l.changed_at > TIMESTAMP '2026-02-28 01:00:00' fresh
FROM heads l JOIN heads r USING (code) WHERE l.side = 'left' AND r.side = 'right' AND l.times = 1 AND r.times = 1;

CREATE MACRO kind_of(fresh, newer) AS CASE WHEN fresh AND newer THEN 'in_flight' WHEN newer THEN 'stale' ELSE 'differs' END;
CREATE MACRO gone(l, r) AS CASE WHEN r IS NULL THEN 'lost' WHEN l IS NULL THEN 'invented' END;
CREATE MACRO of_code(l, r) AS CASE WHEN ltrim(l, '0') = ltrim(r, '0') THEN 'leading_zeros' WHEN turned(l) = turned(r)
  OR (regexp_extract(l, '^[0-9]\.[0-9]{{6}}') <> '' AND regexp_extract(l, '^[0-9]\.[0-9]{{6}}') = regexp_extract(r, '^[0-9]\.[0-9]{{6}}'))
  THEN 'code_form' ELSE 'value' END;
CREATE MACRO of_text(l, r) AS CASE WHEN folded(l) = folded(r) THEN 'spelling' WHEN starts_with(l, r) THEN 'truncated'
  WHEN (contains(r, '�') AND NOT contains(l, '�')) OR (contains(r, 'Ã') AND NOT contains(l, 'Ã')) OR (contains(r, 'Æ°') AND NOT contains(l, 'Æ°'))
    OR (contains(r, 'áº') AND NOT contains(l, 'áº')) OR (contains(r, 'á»') AND NOT contains(l, 'á»')) OR (contains(r, '?') AND NOT contains(l, '?')) THEN 'garbled'
  WHEN ltrim(l, '0') = ltrim(r, '0') THEN 'leading_zeros' ELSE 'value' END;
CREATE MACRO of_moment(l, r) AS CASE WHEN abs(epoch(l)::BIGINT - epoch(r)::BIGINT) = 25200 THEN 'time_zone'
  WHEN date_trunc('second', l) = r OR date_trunc('second', r) = l OR date_trunc('minute', l) = r OR date_trunc('minute', r) = l
    OR date_trunc('day', l + INTERVAL 7 HOUR) = r + INTERVAL 7 HOUR OR date_trunc('day', r + INTERVAL 7 HOUR) = l + INTERVAL 7 HOUR THEN 'precision'
  WHEN day(l + INTERVAL 7 HOUR) = month(r + INTERVAL 7 HOUR) AND month(l + INTERVAL 7 HOUR) = day(r + INTERVAL 7 HOUR)
    AND year(l) = year(r) THEN 'day_month' ELSE 'value' END;
CREATE MACRO of_status(l, r) AS CASE
  WHEN (l IN ('4', '5', '6') AND r IN ('4', '5', '6')) THEN 'status_apart'
  WHEN (r = '1' AND l <> '1') OR (r = '2' AND l IN ('4', '5', '6', '7', '8', '9', '10'))
    OR (r IN ('4', '5', '6') AND l IN ('7', '8', '9', '10')) OR (r = '9' AND l = '10') THEN 'status_behind'
  WHEN (l = '1' AND r <> '1') OR (l = '2' AND r IN ('4', '5', '6', '7', '8', '9', '10'))
    OR (l IN ('4', '5', '6') AND r IN ('7', '8', '9', '10')) OR (l = '9' AND r = '10') THEN 'status_ahead'
  ELSE 'status_unexplained' END;

COPY (
SELECT 'duplicated' AS kind, CASE WHEN kinds > 1 THEN 'conflicting' ELSE 'repeated' END AS cause, '' AS field, side, code AS key, agency, procedure, month_there(received_at) AS month, '' AS "left", '' AS "right" FROM heads WHERE times > 1
UNION ALL SELECT CASE WHEN fresh THEN 'in_flight' WHEN side = 'left' THEN 'missing' ELSE 'extra' END, CASE WHEN fresh THEN if(side = 'left', 'missing', 'extra') WHEN twin THEN 'other_code' WHEN side = 'left' AND closed(agency) THEN 'closed_agency' ELSE 'absent' END, '', side, code, agency, procedure, month_there(received_at), '', '' FROM alone
UNION ALL SELECT kind_of(fresh, newer), CASE WHEN newer THEN 'outdated' ELSE coalesce(gone(agency, o.agency), of_code(agency, o.agency)) END, 'agency', 'right', code, agency, procedure, month_there(received_at), coalesce(agency::VARCHAR, ''), coalesce(o.agency::VARCHAR, '') FROM pairs WHERE agency IS DISTINCT FROM o.agency
UNION ALL SELECT kind_of(fresh, newer), CASE WHEN newer THEN 'outdated' ELSE coalesce(gone(procedure, o.procedure), of_code(procedure, o.procedure)) END, 'procedure', 'right', code, agency, procedure, month_there(received_at), coalesce(procedure::VARCHAR, ''), coalesce(o.procedure::VARCHAR, '') FROM pairs WHERE procedure IS DISTINCT FROM o.procedure
UNION ALL SELECT kind_of(fresh, newer), CASE WHEN newer THEN 'outdated' ELSE coalesce(gone(status, o.status), of_status(status, o.status)) END, 'status', 'right', code, agency, procedure, month_there(received_at), coalesce(status::VARCHAR, ''), coalesce(o.status::VARCHAR, '') FROM pairs WHERE status IS DISTINCT FROM o.status
UNION ALL SELECT kind_of(fresh, newer), CASE WHEN newer THEN 'outdated' ELSE coalesce(gone(channel, o.channel), of_code(channel, o.channel)) END, 'channel', 'right', code, agency, procedure, month_there(received_at), coalesce(channel::VARCHAR, ''), coalesce(o.channel::VARCHAR, '') FROM pairs WHERE channel IS DISTINCT FROM o.channel
UNION ALL SELECT kind_of(fresh, newer), CASE WHEN newer THEN 'outdated' ELSE coalesce(gone(owner_identity, o.owner_identity), of_text(owner_identity, o.owner_identity)) END, 'owner_identity', 'right', code, agency, procedure, month_there(received_at), '', '' FROM pairs WHERE owner_identity IS DISTINCT FROM o.owner_identity
UNION ALL SELECT kind_of(fresh, newer), CASE WHEN newer THEN 'outdated' ELSE coalesce(gone(owner_name, o.owner_name), of_text(owner_name, o.owner_name)) END, 'owner_name', 'right', code, agency, procedure, month_there(received_at), '', '' FROM pairs WHERE owner_name IS DISTINCT FROM o.owner_name
UNION ALL SELECT kind_of(fresh, newer), CASE WHEN newer THEN 'outdated' ELSE coalesce(gone(received_at, o.received_at), of_moment(received_at, o.received_at)) END, 'received_at', 'right', code, agency, procedure, month_there(received_at), coalesce(received_at::VARCHAR, ''), coalesce(o.received_at::VARCHAR, '') FROM pairs WHERE received_at IS DISTINCT FROM o.received_at
UNION ALL SELECT kind_of(fresh, newer), CASE WHEN newer THEN 'outdated' ELSE coalesce(gone(due_at, o.due_at), of_moment(due_at, o.due_at)) END, 'due_at', 'right', code, agency, procedure, month_there(received_at), coalesce(due_at::VARCHAR, ''), coalesce(o.due_at::VARCHAR, '') FROM pairs WHERE due_at IS DISTINCT FROM o.due_at
UNION ALL SELECT kind_of(fresh, newer), CASE WHEN newer THEN 'outdated' ELSE coalesce(gone(finished_at, o.finished_at), of_moment(finished_at, o.finished_at)) END, 'finished_at', 'right', code, agency, procedure, month_there(received_at), coalesce(finished_at::VARCHAR, ''), coalesce(o.finished_at::VARCHAR, '') FROM pairs WHERE finished_at IS DISTINCT FROM o.finished_at
UNION ALL SELECT kind_of(fresh, newer), CASE WHEN newer THEN 'outdated' ELSE coalesce(gone(fee, o.fee), CASE WHEN fee = o.fee * 1000 OR fee * 1000 = o.fee THEN 'unit' ELSE 'value' END) END, 'fee', 'right', code, agency, procedure, month_there(received_at), coalesce(fee::VARCHAR, ''), coalesce(o.fee::VARCHAR, '') FROM pairs WHERE fee IS DISTINCT FROM o.fee
UNION ALL SELECT 'impossible_time', 'due_before_received', 'due_at', side, code, agency, procedure, month_there(received_at), '', '' FROM near WHERE due_at < received_at
UNION ALL SELECT 'impossible_time', 'finished_before_received', 'finished_at', side, code, agency, procedure, month_there(received_at), '', '' FROM near WHERE finished_at < received_at
UNION ALL SELECT 'impossible_time', 'in_the_future', 'received_at', side, code, agency, procedure, month_there(received_at), '', '' FROM near WHERE received_at > TIMESTAMP '2026-03-01 01:00:00'
UNION ALL SELECT 'impossible_time', 'in_the_future', 'finished_at', side, code, agency, procedure, month_there(received_at), '', '' FROM near WHERE finished_at > TIMESTAMP '2026-03-01 01:00:00'
UNION ALL SELECT 'impossible_time', 'in_the_future', 'changed_at', side, code, agency, procedure, month_there(received_at), '', '' FROM near WHERE changed_at > TIMESTAMP '2026-03-01 01:00:00'
UNION ALL SELECT 'impossible_time', 'before_computers', 'received_at', side, code, agency, procedure, month_there(received_at), '', '' FROM near WHERE received_at < TIMESTAMP '2000-01-01'
UNION ALL SELECT 'closed_code', 'agency', 'agency', side, code, agency, procedure, month_there(received_at), '', '' FROM near WHERE received_at >= TIMESTAMP '2025-06-30 17:00:00' AND closed(agency)
UNION ALL SELECT 'closed_code', 'supposed_agency', 'agency', side, code, agency, procedure, month_there(received_at), '', '' FROM near WHERE received_at >= TIMESTAMP '2025-06-30 17:00:00' AND supposed(agency)
) TO '{found}' (FORMAT parquet);

-- The readable rows of each side by agency and month.
CREATE TEMP TABLE totals AS
SELECT side, agency, strftime(month, '%Y-%m') AS month, rows FROM (
  SELECT side, agency, date_trunc('month', received_at + INTERVAL 7 HOUR) AS month, count(*) AS rows
  FROM (SELECT 'left' AS side, agency, received_at FROM '{left}' UNION ALL SELECT 'right', agency, received_at FROM '{right}')
  GROUP BY ALL);

-- The first findings of each cause.
CREATE TEMP TABLE samples AS
SELECT * FROM '{found}' QUALIFY row_number() OVER (PARTITION BY kind, cause ORDER BY key, field, side) <= 5;
