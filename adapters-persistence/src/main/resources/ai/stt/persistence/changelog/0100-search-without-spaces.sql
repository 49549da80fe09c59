--liquibase formatted sql

--changeset stt:unspaced-letters splitStatements:false
-- What may stand in the brackets of a pattern: the letters of scripts that put no spaces between words, which are
-- Thai, Lao, Tibetan, Burmese, Khmer, kana and Han.
create function unspaced_letters() returns text language sql immutable parallel safe as $$
select '\u0E00-\u0FFF\u1000-\u109F\u1780-\u17FF\u3005-\u3007\u3041-\u30FF\u31F0-\u31FF\u3400-\u4DBF\u4E00-\u9FFF\uF900-\uFAFF\uFF66-\uFF9F\U00020000-\U0003FFFF'
$$;

--changeset stt:unspaced-grams splitStatements:false
-- Of every run of such letters each letter and each two neighbours.
create function unspaced_grams(spoken text) returns text[] language sql immutable parallel safe as $$
select array_agg(distinct gram)
from regexp_matches(spoken, '[' || unspaced_letters() || ']+', 'g') as runs(run)
cross join lateral (
  select letter, lead(letter) over (order by place) as next
  from string_to_table(run[1], null) with ordinality as letters(letter, place)) pairs
cross join lateral (values (letter), (letter || next)) as grams(gram)
where gram is not null
$$;

--changeset stt:transcript-search-without-spaces splitStatements:false
-- A tsvector has at most a megabyte; of a text that needs more, the beginning is found. Grams have no places in it, of
-- which there may be few.
create or replace function transcript_search(title text, body text) returns tsvector language plpgsql as $$
declare
  spoken text := unaccent(title || ' ' || body);
  grams text[];
begin
  if spoken !~ ('[' || unspaced_letters() || ']') then
    return to_tsvector('simple', spoken);
  end if;
  grams := unspaced_grams(spoken);
  if octet_length(array_to_string(grams, '')) > 500000 then
    grams := unspaced_grams(left(spoken, 60000));
  end if;
  return array_to_tsvector(grams)
    || to_tsvector('simple', regexp_replace(spoken, '[' || unspaced_letters() || ']+', ' ', 'g'));
exception when program_limit_exceeded then
  return to_tsvector('simple', unaccent(title || ' ' || left(body, 200000)));
end
$$;

--changeset stt:transcript-query splitStatements:false
-- What a search for words looks for: of a run of such letters all two neighbours, or the only letter. They are put into the
-- query in place of a mark, so that a minus and an "or" before it keep their meaning; quotes lose theirs.
create function transcript_query(wanted text) returns tsquery language plpgsql stable parallel safe as $$
declare
  letters text := unspaced_letters();
  rest text := unaccent(wanted);
  grams text[] := '{}';
  made tsquery;
begin
  if rest !~ ('[' || letters || ']') then
    return websearch_to_tsquery('simple', rest);
  end if;
  rest := regexp_replace(replace(rest, '"', ' '), '([^-\s' || letters || '])([' || letters || '])', '\1 \2', 'g');
  while rest ~ ('[' || letters || ']') loop
    grams := grams || (
      select string_agg('''' || gram || '''', ' & ')
      from (select substring(rest from '[' || letters || ']+') as run) first,
        unnest(unspaced_grams(run)) as gram
      where length(gram) = least(2, length(run)));
    rest := regexp_replace(rest, '[' || letters || ']+', 'unspaced' || cardinality(grams) || 'x ');
  end loop;
  made := websearch_to_tsquery('simple', rest);
  for i in 1 .. cardinality(grams) loop
    made := ts_rewrite(made, ('unspaced' || i || 'x')::tsquery, grams[i]::tsquery);
  end loop;
  return made;
end
$$;

--changeset stt:transcripts-searched-without-spaces splitStatements:false
update transcript t set search = transcript_search(title, coalesce(
  (select string_agg(text, ' ' order by number) from segment s where s.transcript_id = t.id), ''))
where title ~ ('[' || unspaced_letters() || ']') or exists (
  select from segment s where s.transcript_id = t.id and s.text ~ ('[' || unspaced_letters() || ']'));
