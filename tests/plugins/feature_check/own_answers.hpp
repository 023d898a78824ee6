#pragma once
#include "tests/plugins/feature_check/answers.hpp"

/// What tally does by itself: at events, by a job, as filters.
namespace tally {

inline std::string order(std::int64_t) {
  if constexpr (broken("no_message")) return R"({"kind":"send"})";
  if constexpr (broken("schedule_without_time"))
    return R"({"kind":"schedule","message":{"channel_id":"c","to_address":"+447700900123","message_body":"Thanks"}})";
  return R"({"kind":"send","message":{"channel_id":"c","to_address":"+447700900123","message_body":"Thanks"}})";
}

/// A delivery to a customer is a point; the first one is told of.
inline std::string delivered(herald_str input, const Records& records) {
  const herald_str event = member(input, "event");
  const std::string subject = text(event, "subject");
  if constexpr (broken("refuses_unknown_members"))
    if (member(event, "zz_unknown").len > 0) throw Failure{"expected known members only"};
  const std::string page =
      records.query(R"({"collection":"accounts","where":{"eq":["customer",)" + subject + R"(]},"limit":1})");
  herald_str rest = member(lend(page), "records"), record{};
  if (herald_json_next(&rest, &record) == 0) return "{}";
  std::string commands = R"({"kind":"publish","type":")" +
                         std::string{broken("publish_name") ? "Points Added" : "points_added"} +
                         R"(","subject":)" + text(record, "id") + R"(,"data":{}},)" + order(1);
  if constexpr (broken("too_many_commands"))
    for (int i = 0; i < 20; ++i) commands += "," + order(i);
  return R"({"writes":[{"kind":"update","collection":"accounts","id":)" + text(record, "id") +
         R"(,"add":{"points":1}}],"commands":[)" + commands + "]}";
}

/// Accounts with more than 100 points are settled, as many as fit an answer.
inline std::string swept(herald_str input, const Records& records) {
  static_cast<void>(number(member(input, "job"), "part"));
  const std::string page =
      records.query(R"({"collection":"accounts","where":{"gt":["points",100]},"sort":"points","limit":100})");
  std::string writes;
  herald_str rest = member(lend(page), "records");
  for (herald_str one; herald_json_next(&rest, &one) != 0;)
    writes += (writes.empty() ? "" : ",") +
              (R"({"kind":"update","collection":"accounts","id":)" + text(one, "id")) + R"(,"rev":)" +
              std::to_string(number(one, "rev")) + R"(,"values":{"points":0}})";
  if constexpr (broken("too_many_writes"))
    for (int i = 0; i < 101; ++i)
      writes += (writes.empty() ? "" : ",") +
                (R"({"kind":"insert","collection":"accounts","values":{"customer":"c)" + std::to_string(i)) +
                R"("}})";
  const bool more = seen(member(lend(page), "cursor")) != "null";
  const std::string_view again = broken("again_word") ? R"("no")" : more ? "true" : "false";
  return R"({"writes":[)" + writes + R"(],"again":)" + std::string{again} + "}";
}

inline std::string quiet(herald_str input) {
  static_cast<void>(text(input, "at"));
  herald_str rest = member(input, "account"), account{};
  const bool found = herald_json_next(&rest, &account) != 0;
  if constexpr (broken("need_that_is_null"))
    if (seen(member(input, "account")) == "null") __builtin_trap();
  const herald_str until = found ? member(account, "quiet_until") : herald_str{};
  const std::string at = text(input, "at");
  if (until.len < 22 || *until.data != '"' || std::string{seen(until)} <= at)
    return broken("verdict_kind") ? R"({"verdict":{"kind":"ok"}})" : R"({"verdict":{"kind":"allow"}})";
  return R"({"verdict":{"kind":"hold","reason":"quiet_hours","text":"The customer sleeps","until":)" +
         (broken("hold_in_the_past") ? at : std::string{seen(until)}) + "}}";
}

inline std::string card(herald_str input) {
  const herald_str account = member(input, "account");
  if (account.len == 0 || *account.data != '{')
    return problem("not_found", "unknown_account", "there is no such account");
  return R"({"message":{"message_body":"Hello","template_id":)" + text(account, "id") +
         (broken("render_without_version") ? "}}" : R"(,"template_version":1}})");
}

}  // namespace tally
