#include "host/features/problem.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace herald::features {
namespace {

constexpr std::array<std::pair<std::string_view, Errc>, 5> kKinds{{{"invalid", Errc::Invalid},
                                                                   {"not_found", Errc::NotFound},
                                                                   {"conflict", Errc::Conflict},
                                                                   {"stale", Errc::Stale},
                                                                   {"too_large", Errc::TooLarge}}};
constexpr std::array<std::string_view, 7> kMembers{"checks",  "writes",  "commands", "reply",
                                                   "message", "verdict", "again"};
constexpr std::size_t kMostProblems = 200;

std::string text_of(const json::Document& object, std::string_view name) {
  const auto member = object.member(name);
  return member ? member->text().value_or("") : "";
}

Error bad_answer(std::string detail) {
  return {.code = Errc::Internal, .reason = "bad_answer", .detail = std::move(detail)};
}

Error read_problem(const json::Document& problem) {
  const auto kind =
      std::ranges::find(kKinds, text_of(problem, "kind"), &std::pair<std::string_view, Errc>::first);
  if (kind == kKinds.end()) return bad_answer("the plugin's problem has no known kind");
  Error error{
      .code = kind->second, .reason = text_of(problem, "reason"), .detail = text_of(problem, "detail")};
  if (!is_word(error.reason) || error.detail.empty())
    return bad_answer("the plugin's problem lacks a reason (at most 64 of a-z 0-9 _) or a detail");
  const auto errors = problem.member("errors").value_or(json::Document{}).elements();
  for (const json::Document& one : errors)
    if (error.problems.size() < kMostProblems)
      error.problems.push_back({text_of(one, "pointer"), text_of(one, "text")});
  return error;
}

}  // namespace

bool is_word(std::string_view text) {
  return !text.empty() && text.size() <= kLongestWord && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

Result<json::Document> read_answer(const std::string& text) {
  auto document = json::parse(text, {.bytes = std::size_t{8} << 20U});
  if (!document || document->kind() != json::Kind::Object)
    return bad_answer("the plugin's answer is no JSON object");
  if (const auto problem = document->member("problem")) return read_problem(*problem);
  for (const std::string& name : document->names())
    if (std::ranges::find(kMembers, name) == kMembers.end())
      return bad_answer(
          "expected checks, writes, commands, reply, again, message or verdict in the plugin's answer, found "
          "another member");
  return document;
}

}  // namespace herald::features
