#include "host/plugins/provider.hpp"

#include <herald/abi.h>

#include <algorithm>
#include <utility>

#include "host/json/document.hpp"
#include "host/plugins/refusal.hpp"

namespace herald::plugins {
namespace {

Error bad_problems(std::string_view found) {
  Error error = refusal("bad_problems", R"(validate: a JSON array of {"pointer","text"})", found);
  error.code = Errc::Internal;
  return error;
}

Result<Provider::Problems> read_problems(const std::string& text) {
  Provider::Problems problems;
  if (text.empty()) return problems;
  const auto document = json::parse(text);
  if (!document) return bad_problems(document.error().detail);
  if (document->kind() != json::Kind::Array) return bad_problems(json::to_text(document->kind()));
  for (const auto& element : document->elements()) {
    const auto pointer = element.member("pointer");
    const auto words = element.member("text");
    if (!pointer || !pointer->text() || !words || !words->text()) return bad_problems("another element");
    problems.push_back({*pointer->text(), *words->text()});
  }
  return problems;
}

}  // namespace

Provider::Provider(Manifest manifest, Portrait portrait, std::shared_ptr<Instance> instance,
                   LaneLimits limits)
    : manifest_{std::move(manifest)},
      portrait_{std::move(portrait)},
      instance_{std::move(instance)},
      lane_{std::make_shared<Lane>(manifest_.provider, limits)} {}

Provider::Provider(Manifest manifest, std::shared_ptr<Feature> feature)
    : manifest_{std::move(manifest)}, feature_{std::move(feature)}, lane_{feature_->routes()} {}

Provider::~Provider() { lane_->close(); }

std::vector<std::shared_ptr<Lane>> Provider::lanes() const {
  std::vector<std::shared_ptr<Lane>> out{lane_};
  if (feature_) out.push_back(feature_->filters());
  return out;
}

bool Provider::abandoned() const {
  return std::ranges::any_of(lanes(), [](const auto& lane) { return lane->state() == LaneState::Abandoned; });
}

bool Provider::takes_secrets(std::string_view op) const {
  return !manifest_.secrets_limited ||
         std::ranges::find(manifest_.secret_ops, op) != manifest_.secret_ops.end();
}

void Provider::validate_config(std::string account, Tick deadline, ProblemsDone done) {
  lane_->submit(
      [instance = instance_, account = std::move(account)]() -> Result<Reply> {
        auto problems = instance->validate(account);
        if (!problems) return problems.error();
        return Reply{*std::move(problems), {}};
      },
      deadline,
      [done = std::move(done)](const Result<Reply>& reply) {
        if (reply)
          done(read_problems(reply->json));
        else
          done(reply.error());
      });
}

void Provider::plan(ProviderCall call, Tick deadline, ReplyDone done) {
  lane_->submit([instance = instance_, call = std::move(call)] { return instance->plan(call); }, deadline,
                std::move(done));
}

void Provider::on_response(ProviderCall call, ProviderResponse response, Tick deadline, ReplyDone done) {
  lane_->submit([instance = instance_, call = std::move(call),
                 response = std::move(response)] { return instance->on_response(call, response); },
                deadline, std::move(done));
}

bool Provider::streams() const {
  return std::ranges::find(manifest_.interfaces, HERALD_PROVIDER_STREAM_1) != manifest_.interfaces.end();
}

void Provider::start(ProviderCall call, Tick deadline, ReplyDone done) {
  lane_->submit([instance = instance_, call = std::move(call)] { return instance->start(call); }, deadline,
                std::move(done));
}

void Provider::feed(ProviderCall call, StreamHappening event, Tick deadline, ReplyDone done) {
  lane_->submit([instance = instance_, call = std::move(call),
                 event = std::move(event)] { return instance->feed(call, event); },
                deadline, std::move(done));
}

}  // namespace herald::plugins
