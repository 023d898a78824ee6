#include "tests/sim/watch.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "host/domain/conversation.hpp"
#include "host/journal/verify.hpp"
#include "host/storage/journal_rows.hpp"
#include "tests/sim/node.hpp"

namespace herald::sim {
namespace {

using domain::AttemptState;
using domain::MessageStatus;
using storage::Row;

constexpr std::string_view kMessages =
    "select id, status, version from communication_message where direction = 'OUTBOUND'";
constexpr std::string_view kAttempt =
    "select a.repeats, m.message_class, a.state from delivery_attempt a "
    "join communication_message m on m.id = a.message_id where a.id = ?";
/// The attempt of a reference, and where the provider has idempotency keys those that repeat it.
constexpr std::string_view kOfReference =
    "select a.state from delivery_attempt a join communication_channel c on c.id = a.channel_id "
    "where a.id = ? or a.repeats = ? and c.channel_name like 'keyed%'";
constexpr std::string_view kLostWork =
    "select m.id, m.status from communication_message m left join work_item w on w.message_id = m.id "
    "where m.direction = 'OUTBOUND' and w.message_id is null and (m.status in ('QUEUED', 'SCHEDULED', "
    "'HELD', "
    "'SENDING') or m.status = 'UNKNOWN' and m.reason <> 'unresolved')";
constexpr std::string_view kIdleWork =
    "select m.id, m.status from work_item w left join communication_message m on m.id = w.message_id "
    "where m.id is null or m.status not in ('QUEUED', 'SCHEDULED', 'HELD', 'SENDING', 'UNKNOWN')";
constexpr std::string_view kTwoOpen =
    "select message_id, count(*) from delivery_attempt where state = 'INTENT' group by message_id having "
    "count(*) > 1";
constexpr std::string_view kUndone =
    "select count(*) from communication_message where status in ('QUEUED', 'SCHEDULED', 'HELD', 'SENDING') "
    "or "
    "status = 'UNKNOWN' and reason <> 'unresolved'";
constexpr std::array kProofs{AttemptState::Sent,    AttemptState::Expired,   AttemptState::Failed,
                             AttemptState::Bounced, AttemptState::Delivered, AttemptState::Read};
constexpr std::string_view kMadeOf = "select count(*) from communication_message where message_body = ?";

/// Until it is settled a message may become anything but scheduled again. Then only what is learnt of an
/// attempt moves it, by the lattice; a failure or an expiry from before anything was known to be sent gives
/// way to all of that.
bool may_follow(MessageStatus from, MessageStatus to, bool sent) {
  if (from == to) return true;
  if (!domain::settled(from)) return to != MessageStatus::Scheduled;
  const bool gives_way = !sent && (from == MessageStatus::Failed || from == MessageStatus::Expired);
  return std::ranges::any_of(kProofs, [&](AttemptState learnt) {
    return gives_way ? domain::contribution(learnt) == to
                     : domain::advance(from, learnt, domain::BounceRule::Early) == to;
  });
}

}  // namespace

storage::Connection& Watch::db() {
  if (!db_) db_ = std::make_unique<storage::Connection>(database_url(), storage::Access::Read);
  return *db_;
}

std::vector<Row> Watch::rows(std::string_view sql, std::size_t columns, const Row& values) {
  const Calm calm{disk_};
  return db().query(sql, columns, values);
}

void Watch::accepted(int wish, const std::string& message) {
  const auto [known, fresh] = accepted_.emplace(wish, message);
  if (!fresh && known->second != message)
    complain("wish " + std::to_string(wish) + " was answered with two messages: " + known->second + " and " +
             message);
}

void Watch::begun(const std::string& reference) {
  const auto attempts = rows(kOfReference, 1, Row{reference, reference});
  if (attempts.empty()) return complain("attempt " + reference + " was begun without an intent");
  if (static_cast<std::size_t>(++begun_[reference]) > attempts.size())
    complain("attempt " + reference + " was begun again without another intent");
  const bool open = std::ranges::any_of(attempts, [](const Row& row) {
    const auto state = domain::attempt_state(row[0].text);
    return state == AttemptState::Intent || state == AttemptState::Unknown;
  });
  if (!open) complain("attempt " + reference + " was begun although it is " + attempts.back()[0].text);
}

void Watch::judge(const Act& act) {
  const int before = acts_[act.message]++;
  const auto found = rows(kAttempt, 3, Row{act.attempt});
  if (found.empty())
    return complain("the provider took attempt " + act.attempt + ", of which nothing is known");
  if (!acted_.insert(act.attempt).second)
    return complain("the request of attempt " + act.attempt + " was sent twice");
  if (before == 0) return;
  if (found[0][0].text.empty())
    return complain("message " + act.message + " was sent twice, and not because the first time was unknown");
  if (found[0][1].text != "otp")
    complain("message " + act.message + " of class " + found[0][1].text + " was sent twice");
}

void Watch::compare(const Row& row) {
  const auto status = domain::message_status(row[1].text).value();
  const std::int64_t version = row[2].number();
  const auto [place, fresh] = seen_.emplace(row[0].text, Seen{status, version, false});
  Seen& seen = place->second;
  if (!fresh && !may_follow(seen.status, status, seen.sent))
    complain("message " + row[0].text + " went from " + std::string{to_text(seen.status)} + " to " +
             row[1].text);
  if (version < seen.version || (version == seen.version && status != seen.status))
    complain("message " + row[0].text + " changed without a new version");
  seen = {status, version, seen.sent || (domain::settled(status) && !domain::undelivered(status))};
}

void Watch::look() {
  for (const Act& act : std::exchange(unjudged_, {})) judge(act);
  std::set<std::string> here;
  for (const Row& row : rows(kMessages, 3)) {
    compare(row);
    here.insert(row[0].text);
  }
  for (const auto& [id, seen] : seen_)
    if (!here.contains(id)) complain("message " + id + " was there and is no more");
  for (const auto& [wish, id] : accepted_)
    if (!here.contains(id)) complain("message " + id + " was accepted and is not there");
  look_at_work();
}

/// Accepted is at its end or on its way.
void Watch::look_at_work() {
  for (const Row& row : rows(kLostWork, 2))
    complain("message " + row[0].text + " is " + row[1].text + " and nobody will look at it again");
  for (const Row& row : rows(kIdleWork, 2))
    complain("message " + row[0].text + " is " + row[1].text + " and has work");
  for (const Row& row : rows(kTwoOpen, 2)) complain("message " + row[0].text + " has two open attempts");
}

int Watch::undone() { return static_cast<int>(rows(kUndone, 1)[0][0].number()); }
int Watch::taken_twice() const {
  return static_cast<int>(std::ranges::count_if(acts_, [](const auto& taken) { return taken.second > 1; }));
}
int Watch::made_of(int wish) {
  return static_cast<int>(rows(kMadeOf, 1, Row{"wish " + std::to_string(wish)})[0][0].number());
}

void Watch::read_journal() {
  static const std::string all =
      "select " + std::string{storage::kJournalColumns} + " from journal order by shard, seq";
  journal::Verifier verifier;
  std::map<int, domain::ChainHead> heads;
  for (const Row& row : rows(all, storage::kJournalColumnCount)) {
    const domain::JournalEntry entry = storage::read_entry(row);
    verifier.feed(entry);
    heads[entry.shard] = {entry.seq, entry.chain_hash};
    const auto before = heads_.find(entry.shard);
    if (before != heads_.end() && before->second.seq == entry.seq && before->second.hash != entry.chain_hash)
      complain("entry " + std::to_string(entry.seq) + " of shard " + std::to_string(entry.shard) +
               " was rewritten");
  }
  for (const auto& [shard, head] : heads_)
    if (heads[shard].seq < head.seq)
      complain("the journal of shard " + std::to_string(shard) + " lost its end");
  heads_ = std::move(heads);
  const journal::Report report = verifier.finish();
  if (!report.intact()) complain("journal: " + report.complaints.front().text);
}

}  // namespace herald::sim
