#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "host/api/account_report.hpp"
#include "host/api/channel_steps.hpp"
#include "host/api/live_key.hpp"
#include "host/api/query.hpp"
#include "host/json/writer.hpp"

namespace herald::api {
namespace {

/// What a test found. [value]
struct Report {
  std::string_view checked;  ///< "configuration", or "account" when the provider was asked
  std::vector<Problem> problems{};
  domain::AccountFinding finding{.usable = true};
};

http::Response render_report(const Report& report) {
  json::Writer writer;
  writer.begin_object()
      .boolean("ok", report.problems.empty() && report.finding.usable)
      .text("checked", report.checked)
      .begin_array("problems");
  for (const Problem& problem : report.problems)
    writer.begin_object().text("pointer", problem.pointer).text("text", problem.text).end_object();
  writer.end_array();
  write_finding(writer, report.finding);
  writer.end_object();
  http::Response response;
  response.body = writer.take();
  return response;
}

}  // namespace

Answer test_channel(const ChannelPorts& ports, const Call& call) {
  if (auto live = require_live(call.principal); !live) return std::move(live).error();
  if (auto none = refuse_body(call.request.body); !none) return std::move(none).error();
  const auto channel = own_channel(ports, call);
  if (!channel) return channel.error();
  const auto body = body_of_channel(ports, *channel);
  if (!body) return body.error();
  std::vector<Problem> problems;
  ChannelDraft draft = read_channel_draft(*body, problems);
  draft.channel.id = channel->id;
  const auto sheet = check_draft(ports, draft, std::move(problems));
  if (!sheet && sheet.error().code != Errc::Invalid) return sheet.error();
  if (!sheet) return render_report({.checked = "configuration", .problems = sheet.error().problems});
  if (std::ranges::find((*sheet)->ops, "test_account") == (*sheet)->ops.end())
    return render_report({.checked = "configuration"});
  auto finding = ports.tester.ask({.channel = channel->id}, ports.test_deadline);
  if (!finding) return std::move(finding).error();
  return render_report({.checked = "account", .finding = *std::move(finding)});
}

}  // namespace herald::api
