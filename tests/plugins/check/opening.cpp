#include "tests/plugins/check/opening.hpp"

#include <fcntl.h>
#include <pthread.h>
#include <time.h>
#include <unistd.h>

#include <clocale>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include "tests/plugins/check/breaks.hpp"

#if defined(BREAK_CONSTRUCTOR_WORKS)
__attribute__((constructor)) static void work_when_loaded() { setenv("COURIER_LOADED", "1", 1); }
#endif
#if defined(BREAK_CONSTRUCTOR_CRASH)
__attribute__((constructor)) static void crash_when_loaded() { __builtin_trap(); }
#endif
#if defined(BREAK_UNDEFINED_SYMBOL)
extern "C" void courier_missing(void);
#endif

namespace courier {
namespace {

[[maybe_unused]] void* idle(void*) {
  for (;;) pause();
}

[[maybe_unused]] void start_thread() {
  pthread_t thread{};
  static_cast<void>(pthread_create(&thread, nullptr, &idle, nullptr));
}

[[maybe_unused]] void leak_megabyte() {
  static void* volatile last = nullptr;
  constexpr std::size_t kSize = 1U << 20U;
  last = std::malloc(kSize);
  if (last != nullptr) std::memset(last, 1, kSize);
}

[[maybe_unused]] void dawdle() {
  const timespec span{0, 300'000'000};
  static_cast<void>(nanosleep(&span, nullptr));
}

}  // namespace

void misbehave_at_open() {
  if constexpr (broken("fd_leak")) static_cast<void>(open("/dev/null", O_RDONLY | O_CLOEXEC));
  if constexpr (broken("starts_thread")) start_thread();
  if constexpr (broken("signal_handler")) static_cast<void>(std::signal(SIGUSR2, SIG_IGN));
  if constexpr (broken("sets_locale")) static_cast<void>(std::setlocale(LC_ALL, "C.UTF-8"));
  if constexpr (broken("slow_open")) dawdle();
  if constexpr (broken("leaks_memory")) leak_megabyte();
#if defined(BREAK_UNDEFINED_SYMBOL)
  courier_missing();
#endif
}

}  // namespace courier
