#include "host/intake/content_rules.hpp"

#include <algorithm>
#include <numeric>
#include <string>
#include <string_view>

#include "host/json/document.hpp"

namespace herald::intake {
namespace {

using Problems = std::vector<Problem>;

struct Measure {
  std::string_view pointer;
  std::string_view unit;
  std::int64_t found;
};

void at_most(std::optional<std::int64_t> limit, const Measure& measure, Problems& problems) {
  if (!limit || measure.found <= *limit) return;
  problems.push_back({std::string{measure.pointer},
                      "the channel's provider takes at most " + std::to_string(*limit) + " " +
                          std::string{measure.unit} + ", found " + std::to_string(measure.found)});
}

std::int64_t byte_count(std::string_view text) { return static_cast<std::int64_t>(text.size()); }
/// Only counted where a limit asks for it.
std::int64_t characters(std::string_view text) {
  return static_cast<std::int64_t>(json::character_count(text));
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

void check_texts(const SendMessage& wish, const ContentLimits& limits, Problems& problems) {
  if (limits.text_chars)
    at_most(limits.text_chars, {"/message_body", "characters", characters(wish.message_body)}, problems);
  at_most(limits.text_bytes, {"/message_body", "bytes", byte_count(wish.message_body)}, problems);
  if (limits.subject_chars)
    at_most(limits.subject_chars, {"/subject", "characters", characters(wish.subject)}, problems);
  at_most(limits.html_bytes, {"/message_html", "bytes", byte_count(wish.message_html)}, problems);
}

void check_attachments(const SendMessage& wish, const ContentLimits& limits, Problems& problems) {
  std::vector<std::int64_t> sizes;
  for (const Attachment& attachment : wish.attachments) sizes.push_back(attachment.bytes.size);
  at_most(limits.attachments, {"/attachments", "attachments", static_cast<std::int64_t>(sizes.size())},
          problems);
  for (std::size_t i = 0; i < sizes.size() && limits.attachment_bytes; ++i) {
    const std::string pointer = "/attachments/" + std::to_string(i) + "/size";
    at_most(limits.attachment_bytes, {pointer, "bytes", sizes[i]}, problems);
  }
  const std::int64_t texts =
      byte_count(wish.message_body) + byte_count(wish.message_html) + byte_count(wish.subject);
  at_most(limits.total_bytes, {"", "bytes in all", std::accumulate(sizes.begin(), sizes.end(), texts)},
          problems);
}

void check_options(const SendMessage& wish, const Offer& offer, Problems& problems) {
  if (!offer.options) return;
  Problems found = offer.without_options;
  if (wish.options_json != "{}") {
    const auto options = json::parse(wish.options_json);
    found = options ? offer.options->check(*options) : Problems{{"", "expected an object"}};
  }
  for (Problem& problem : found) problems.push_back({"/options" + problem.pointer, std::move(problem.text)});
}

bool needs_attachment(std::string_view message_type) {
  return message_type == "IMAGE" || message_type == "VIDEO" || message_type == "AUDIO" ||
         message_type == "FILE";
}

}  // namespace

std::vector<Problem> content_problems(const SendMessage& wish) {
  if (wish.message_type == "TEXT" && wish.message_body.empty() && wish.message_html.empty())
    return {{"/message_body", "is required for a TEXT message without message_html"}};
  if (needs_attachment(wish.message_type) && wish.attachments.empty())
    return {{"/attachments", "expected at least one attachment for message_type " + wish.message_type}};
  return {};
}

std::vector<Problem> provider_problems(const SendMessage& wish, const Offer& offer,
                                       const ChannelOffer& channel) {
  Problems problems;
  if (std::ranges::find(channel.message_types, wish.message_type) == channel.message_types.end())
    problems.push_back({"/message_type", "the channel's provider takes " + joined(channel.message_types) +
                                             ", found " + wish.message_type});
  check_texts(wish, channel.limits, problems);
  check_attachments(wish, channel.limits, problems);
  check_options(wish, offer, problems);
  return problems;
}

}  // namespace herald::intake
