#include "host/plugins/runner_instance.hpp"

#include <utility>

namespace herald::plugins {
namespace {

frame::Call frame_of(frame::Verb verb, const ProviderCall& call) {
  return {.verb = verb,
          .tenant = call.tenant.text,
          .op = call.op,
          .input = call.input,
          .bytes = call.bytes,
          .account = call.account,
          .state = call.state};
}

}  // namespace

Result<std::shared_ptr<Instance>> RunnerInstance::open(RunnerParts parts) {
  auto instance = std::make_shared<RunnerInstance>(std::move(parts));
  auto started = instance->link_.open();
  if (!started) return started.error();
  return std::shared_ptr<Instance>{std::move(instance)};
}

Result<std::string> RunnerInstance::descriptor() { return link_.text({.verb = frame::Verb::Descriptor}); }

Result<std::string> RunnerInstance::config_schema() { return link_.text({.verb = frame::Verb::Schema}); }

Result<std::string> RunnerInstance::validate(std::string_view account) {
  return link_.text({.verb = frame::Verb::Validate, .account = account});
}

Result<Reply> RunnerInstance::plan(const ProviderCall& call) {
  return link_.ask(frame_of(frame::Verb::Plan, call));
}

Result<Reply> RunnerInstance::on_response(const ProviderCall& call, const ProviderResponse& response) {
  frame::Call request = frame_of(frame::Verb::OnResponse, call);
  request.status = response.status;
  request.headers_json = response.headers_json;
  request.body = response.body;
  return link_.ask(request);
}

Result<Reply> RunnerInstance::start(const ProviderCall& call) {
  return link_.ask(frame_of(frame::Verb::Start, call));
}

Result<Reply> RunnerInstance::feed(const ProviderCall& call, const StreamHappening& event) {
  frame::Call request = frame_of(frame::Verb::Feed, call);
  request.status = event.kind;
  request.headers_json = event.info;
  request.body = event.bytes;
  return link_.ask(request);
}

}  // namespace herald::plugins
