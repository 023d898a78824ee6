#include "host/app/threads.hpp"

#include <pthread.h>

#include <utility>

namespace herald::app {

Loop::Loop(std::string name, std::function<void()> turn, std::function<void()> wake)
    : wake_{std::move(wake)}, thread_{[this, name = std::move(name), turn = std::move(turn)] {
        name_thread(name);
        while (!stopping_) turn();
      }} {}

Loop::~Loop() { stop(); }

void Loop::stop() {
  stopping_ = true;
  wake_();
  if (thread_.joinable()) thread_.join();
}

void name_thread(const std::string& name) { pthread_setname_np(pthread_self(), name.substr(0, 15).c_str()); }

}  // namespace herald::app
