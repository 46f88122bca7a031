"""What measured: the processor, the versions, and the libraries behind NumPy's matrix products."""

import importlib.util
import os
import platform
from importlib.metadata import version
from pathlib import Path


def report() -> list[str]:
    """Return the lines that say it."""
    import sklearn  # loads what is to be told of
    import threadpoolctl

    pools = [pool for pool in threadpoolctl.threadpool_info() if pool["user_api"] == "blas"]
    threads = max((pool["num_threads"] for pool in pools), default=1)
    libraries = sorted(
        {" ".join(filter(None, (p["internal_api"], p["version"], p.get("architecture")))) for p in pools}
    )
    torch = f"PyTorch {version('torch')}" if importlib.util.find_spec("torch") else "PyTorch not installed"
    return [
        f"{processor()}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}",
        f"Python {platform.python_version()}, NumPy {version('numpy')}, scikit-learn {sklearn.__version__}, {torch}",
        f"BLAS: {', '.join(libraries) or 'not known'}; threads: {threads}",
    ]


def processor() -> str:
    """Return the processor's name."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or "processor not known"
