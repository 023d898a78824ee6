#include "tests/unit/streams/house.hpp"

#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace herald::streams::test {

void ScriptedPlugin::start(domain::ProviderStep, Tick, ReplyDone done) {
  done(domain::ProviderReply{script_(nullptr), "0123456789"});
}

void ScriptedPlugin::feed(domain::ProviderStep step, domain::StreamEvent event, Tick, ReplyDone done) {
  {
    const std::scoped_lock lock{mutex_};
    seen_.push_back(std::to_string(static_cast<int>(event.kind)) + ':' + event.bytes + '|' + step.state);
  }
  const std::string reply = script_(&event);
  if (reply.starts_with("fail "))
    return done(Error{.code = Errc::Internal, .reason = "plugin_failed", .detail = reply.substr(5)});
  done(domain::ProviderReply{reply, "0123456789"});
}

std::vector<std::string> ScriptedPlugin::seen() const {
  const std::scoped_lock lock{mutex_};
  return seen_;
}

StreamHouse::StreamHouse()
    : authority_{egress::test::make_identity({.name = "Test authority", .authority = true})},
      identity_{egress::test::make_identity({.name = "peer", .alternative = "IP:127.0.0.1,DNS:localhost"},
                                            &authority_)},
      ca_file_{::testing::TempDir() + "streams-ca-" + std::to_string(peer_.port()) + ".pem"} {
  std::ofstream{ca_file_} << authority_.pem();
}

StreamHouse::~StreamHouse() {
  stop();
  loop_.reset();
  std::filesystem::remove(ca_file_);
}

void StreamHouse::open() {
  if (loop_) return;
  const auto rule = [this](const std::string& address, Exposure exposure) {
    asked_.push_back(address + (exposure == Exposure::Plain ? " plain" : " protected"));
    return refuse_;
  };
  loop_ = std::make_unique<StreamLoop>(StreamConfig{limits_, ca_file_},
                                       StreamPorts{resolver_, rule, clock_, random_, open_file_});
  thread_ = std::thread{[this] {
    while (!stopping_) {
      const Tick now = clock_.tick();
      resolver_.step(clock_);
      const auto until = std::chrono::ceil<std::chrono::milliseconds>(loop_->step(now) - now);
      loop_->wait(std::min(until, std::chrono::milliseconds{1000}));
    }
    loop_->abort_all();
  }};
}

void StreamHouse::stop() {
  stopping_ = true;
  if (loop_) loop_->wake();
  if (thread_.joinable()) thread_.join();
}

std::future<domain::StreamEnd> StreamHouse::run(Script script, std::chrono::milliseconds timeout) {
  open();
  plugin_ = std::make_shared<ScriptedPlugin>(std::move(script));
  auto account = std::make_shared<domain::ProviderAccount>();
  account->stream = plugin_.get();
  account->generation = plugin_;
  auto promise = std::make_shared<std::promise<domain::StreamEnd>>();
  loop_->run(
      {.account = account, .timeout = timeout, .start_by = start_by_, .commit = commit_, .files = files_},
      [promise](domain::StreamEnd end) { promise->set_value(std::move(end)); });
  return promise->get_future();
}

std::string StreamHouse::connect(const std::string& tls, const std::string& host) const {
  return R"({"actions":[{"connect":{"host":")" + host + R"(","port":)" + std::to_string(peer_.port()) +
         R"(,"tls":")" + tls + R"("}}]})";
}

domain::StreamEnd StreamHouse::end_of(std::future<domain::StreamEnd>& future) {
  if (future.wait_for(kPatience) != std::future_status::ready)
    throw std::runtime_error{"the session did not end"};
  return future.get();
}

}  // namespace herald::streams::test
