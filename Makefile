# 消防责任助手：make serve 打开网页，make test 运行全部检查。
PYTHON ?= python3
VENV   ?= .venv
PORT   ?= 7860
HOST   ?= 127.0.0.1
BIN    := $(VENV)/bin
# The CPU build of torch is not on PyPI for Linux on x86-64, where the default build brings 3 GB of
# CUDA. Same version as in pyproject.toml.
TORCH       := torch==2.13.0
TORCH_INDEX := https://download.pytorch.org/whl/cpu
PIP := $(BIN)/python -m pip --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help install serve index test checks lint types js fast slow docs eval gate bench clean

help: ## 列出全部目标
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## */\t/' | expand -t 12

serve: $(VENV)/.installed ## 安装（首次）、建索引（缺失或过期时）、打开网页 http://127.0.0.1:7860
	$(BIN)/fireduty serve --host $(HOST) --port $(PORT)

# The checks use one core each: two of them run side by side, the tests use both.
test: $(VENV)/.installed-dev ## 安装并运行 CI 的全部检查
	$(MAKE) --no-print-directory -j 2 checks
	$(MAKE) --no-print-directory fast slow

checks: lint docs types gate js ## 测试以外的全部检查

install: $(VENV)/.installed ## 只安装

index: $(VENV)/.installed ## 重建索引
	$(BIN)/fireduty index build

lint: $(VENV)/.installed-dev ## 代码风格
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.installed-dev ## 类型检查
	$(BIN)/mypy

js: tests/js/node_modules ## 网页脚本的风格和单元测试
	PATH="$(BIN):$$PATH" tests/js/node_modules/.bin/eslint -c tests/js/eslint.config.js ui/assets tests/js
	PATH="$(BIN):$$PATH" node --test tests/js/*.test.js

docs: $(VENV)/.installed-dev ## 检查命令行文档是否与程序一致
	$(BIN)/python -m docs.cli_reference --check

fast: $(VENV)/.installed-dev ## 两分钟内的测试
	$(BIN)/pytest -m "not slow" -n 2 --dist loadscope

slow: $(VENV)/.installed-dev ## 浏览器、torch、子进程测试
	@sh tests/install_browser.sh
	$(BIN)/pytest -m slow -n 2 --dist loadfile $(shell grep -lw slow tests/test_*.py)

eval: $(VENV)/.installed-dev ## 评测全部系统，打印主要指标，写报告
	$(BIN)/fireduty index build --if-stale
	$(BIN)/python -m evals all

gate: $(VENV)/.installed-dev ## 金标合格，回答不比基线差
	$(BIN)/fireduty index build --if-stale
	$(BIN)/python -m evals check
	$(BIN)/python -m evals gate

bench: $(VENV)/.installed-dev ## 速度与对照
	$(BIN)/python -m evals.benchmark

clean: ## 删除虚拟环境和缓存
	rm -rf $(VENV) build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/.torch: pyproject.toml
	@$(PYTHON) -c 'import sys; v=sys.version_info[:2]; sys.exit(0 if (3,11)<=v<=(3,13) else "需要 Python 3.11–3.13，当前是 %d.%d；可用 make PYTHON=python3.12 … 指定" % v)'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install --quiet --no-deps --retries 1 --timeout 15 --extra-index-url $(TORCH_INDEX) '$(TORCH)'
	@touch $@

$(VENV)/.installed: $(VENV)/.torch pyproject.toml constraints.txt
	$(PIP) install --quiet -c constraints.txt -e .
	@touch $@

# Node and npm come with the Python packages of [dev].
tests/js/node_modules: $(VENV)/.installed-dev tests/js/package-lock.json
	cd tests/js && PATH="$(abspath $(BIN)):$$PATH" npm ci --silent --no-audit --no-fund
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(PIP) install --quiet -c constraints.txt -e '.[dev]'
	@touch $@
